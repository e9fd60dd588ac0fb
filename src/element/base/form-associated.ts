import {CosUploaderAttributes} from './attributes.js';
import type {State} from './states.js';

/**
 * The element's internals. jsdom and happy-dom, in which applications run their tests, have but a part of them or none, so there a form
 * that takes everything stands in.
 */
function internalsOf(element: Partial<Pick<HTMLElement, 'attachInternals'>>): ElementInternals {
  const internals = element.attachInternals?.();
  if (internals && 'setFormValue' in internals) return internals;
  const nothing = (): undefined => undefined;
  const valid = (): boolean => true;
  return {
    form: null,
    labels: [],
    validity: {valid: true},
    validationMessage: '',
    willValidate: true,
    states: new Set<string>(),
    setFormValue: nothing,
    setValidity: nothing,
    checkValidity: valid,
    reportValidity: valid,
  } as unknown as ElementInternals;
}

/** Gives the element what a native form control has, by ElementInternals. */
export class CosUploaderFormControl extends CosUploaderAttributes {
  static readonly formAssociated: boolean = true;
  /** @internal */
  readonly internals: ElementInternals = internalsOf(this);

  get form(): HTMLFormElement | null {
    return this.internals.form;
  }
  /** Frameworks assign the attribute `form` to the property, so an id that is assigned sets the attribute. */
  set form(form: HTMLFormElement | string | null | undefined) {
    if (typeof form === 'string') this.setAttribute('form', form);
    else this.removeAttribute('form');
  }
  /** The `<label>`s of the element. */
  get labels(): NodeList {
    return this.internals.labels;
  }
  /** As on native form controls. */
  get validity(): ValidityState {
    return this.internals.validity;
  }
  /** What is wrong, in the element's language; `''` when nothing is. */
  get validationMessage(): string {
    return this.internals.validationMessage;
  }
  /** As on native form controls. */
  get willValidate(): boolean {
    return this.internals.willValidate;
  }
  /** True when the form may go: nothing runs, and what is required is there. */
  checkValidity(): boolean {
    return this.internals.checkValidity();
  }
  /** The same, and shows the reason at the element. */
  reportValidity(): boolean {
    return this.internals.reportValidity();
  }

  /** True when the person can change nothing: by `disabled`, a fieldset around it, or `readonly`. */
  get isDisabled(): boolean {
    return this.readOnly || this.matches(':disabled');
  }

  formDisabledCallback(): void {
    this.requestUpdate();
  }

  /** Shows a state to CSS: as an attribute, and as `:state()` where the browser has it. */
  protected reflectState(name: State, on: boolean): void {
    this.toggleAttribute(name, on);
    try {
      if (on) this.internals.states.add(name);
      else this.internals.states.delete(name);
    } catch {
      // Chromium before 125 wants a dashed name and throws. The attribute is set all the same.
    }
  }
}
