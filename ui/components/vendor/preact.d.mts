export type View = any;
export function h(type: unknown, props: object | null, ...children: unknown[]): View;
export function render(view: View, root: Element | null): void;
export class Component<Props = any> {
  props: Props;
  render(props: Props): View;
}
