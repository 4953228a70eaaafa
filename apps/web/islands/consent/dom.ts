type Child = Node | string | null | undefined | false;

/** An element with attributes, listeners (`onclick`) and children; text is always text, never markup. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | boolean | undefined | ((event: Event) => void)> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const name of Object.keys(attributes)) {
    const value = attributes[name];
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false) element.setAttribute(name, value);
  }
  for (const child of children) if (child !== null && child !== undefined && child !== false) element.append(child);
  return element;
}

const svgName = 'http://www.w3.org/2000/svg';
/** An SVG element with attributes. */
export function s(tag: string, attributes: Record<string, string>, ...children: (Node | string)[]): SVGElement {
  const element = document.createElementNS(svgName, tag);
  for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name] ?? '');
  element.append(...children);
  return element;
}

/** `{n}` and other blanks of a text filled in. */
export const fill = (text: string | undefined, values: Record<string, string | number> = {}): string =>
  (text ?? '').replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));

/** Puts this in the place of everything inside an element (`replaceChildren` is missing in the browsers of old phones). */
export function swap(element: HTMLElement, ...children: Node[]): void {
  element.textContent = '';
  for (const child of children) element.append(child);
}
