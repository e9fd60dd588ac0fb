import {adoptStyles, type CSSResultOrNative} from 'lit';

const elsewhere = new WeakMap<Document, Map<CSSResultOrNative, CSSStyleSheet>>();

/** Styles a shadow root. Its document may be another than that of the script, and takes only sheets of its own. */
export function adoptSheets(root: ShadowRoot, styles: readonly CSSResultOrNative[]): void {
  const {ownerDocument} = root;
  // A document that is not shown has no window, and so no constructor of sheets.
  const Sheet = ownerDocument.defaultView?.CSSStyleSheet;
  if (ownerDocument === document) adoptStyles(root, [...styles]);
  else if (Sheet) {
    const sheets = elsewhere.get(ownerDocument) ?? new Map<CSSResultOrNative, CSSStyleSheet>();
    elsewhere.set(ownerDocument, sheets);
    root.adoptedStyleSheets = styles.map((style) => {
      const known = sheets.get(style) ?? new Sheet();
      if (!sheets.has(style)) known.replaceSync(textOf(style));
      sheets.set(style, known);
      return known;
    });
  }
}

const textOf = (style: CSSResultOrNative): string =>
  style instanceof CSSStyleSheet
    ? Array.from(style.cssRules, (rule) => rule.cssText).join('\n')
    : style.cssText;
