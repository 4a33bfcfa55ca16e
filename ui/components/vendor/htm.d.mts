declare const htm: { bind(h: Function): (strings: TemplateStringsArray, ...values: unknown[]) => any };
export default htm;
