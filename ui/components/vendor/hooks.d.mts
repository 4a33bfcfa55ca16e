export function useState(initial: null): [any, (next: any) => void];
export function useState(initial: never[]): [any[], (next: any) => void];
export function useState<S>(initial: S | (() => S)): [S, (next: S | ((before: S) => S)) => void];
export function useRef(initial: null): { current: any };
export function useRef(initial: never[]): { current: any[] };
export function useRef<T>(initial: T): { current: T };
export function useMemo<T>(make: () => T, inputs: unknown[]): T;
export function useEffect(act: () => unknown, inputs?: unknown[]): void;
export function useLayoutEffect(act: () => unknown, inputs?: unknown[]): void;
