/**
 * The functions in this folder run in the reader's browser. The page carries their source text (`toString`), so each one
 * refers to nothing but its parameters, types and the browser. Texts reach the document through `textContent` only.
 */
export interface Dom {
  /** An element; children that are strings become text, `undefined` ones are left out. */
  el(tag: string, attributes: Readonly<Record<string, string>>, ...children: readonly Child[]): HTMLElement;
  button(attributes: Readonly<Record<string, string>>, press: () => void, ...children: readonly Child[]): HTMLElement;
  link(url: string, text: string): HTMLElement;
}

type Child = Node | string | undefined;

export function makeDom(document: Document): Dom {
  function el(tag: string, attributes: Readonly<Record<string, string>>, ...children: readonly Child[]): HTMLElement {
    const element = document.createElement(tag);
    for (const name of Object.keys(attributes)) element.setAttribute(name, attributes[name] ?? '');
    for (const child of children) if (child !== undefined) element.append(child);
    return element;
  }
  return {
    el,
    button(attributes, press, ...children) {
      const element = el('button', { type: 'button', ...attributes }, ...children);
      element.addEventListener('click', press);
      return element;
    },
    link(url, text) {
      if (!/^https?:\/\//i.test(url)) return el('span', {}, text);
      return el('a', { href: url, rel: 'noreferrer noopener', target: '_blank' }, text);
    },
  };
}
