import {noChange} from 'lit';
import {Directive, directive, type DirectiveResult, type ElementPart} from 'lit/directive.js';

type Properties = Readonly<Record<string, string | undefined>>;

class StyleProperties extends Directive {
  render(_properties: Properties): symbol {
    return noChange;
  }
  override update(part: ElementPart, [properties]: [Properties]): symbol {
    const {style} = part.element as HTMLElement;
    for (const [name, value] of Object.entries(properties)) {
      if (value === undefined) style.removeProperty(name);
      else style.setProperty(name, value);
    }
    return noChange;
  }
}

/** A policy that forbids inline styles refuses a `style` attribute, so this sets the style properties of an element by script. */
export const styleProperties: (properties: Properties) => DirectiveResult = directive(StyleProperties);
