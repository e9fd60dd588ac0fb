import type {CSSResult} from 'lit';
import type {Totals} from '../index.js';
import type {Choice, Intake} from './adding/intake.js';
import type {Limits} from './adding/restrictions.js';
import type {ConfigurationCheck} from './base/configuration-check.js';
import type {CosUploaderFormControl} from './base/form-associated.js';
import type {FormValue} from './base/form.js';
import type {Language} from './language/language.js';
import type {Engines} from './uploads/engines.js';

/** What the element gives to its panel. */
export interface PanelContext {
  readonly host: CosUploaderFormControl & {readonly totals: Totals; start(): void};
  readonly check: ConfigurationCheck;
  readonly engines: Engines;
  readonly form: FormValue;
  readonly intake: Intake;
  readonly language: Language;
  /** Adds styles to those of the shadow root. */
  readonly addStyles: (styles: readonly CSSResult[]) => void;
  /** Asks for a new picture at the next frame. */
  readonly changed: () => void;
  /** Undefined where the attributes cannot work. */
  readonly limits: () => Limits | undefined;
  readonly openPicker: (options?: PickerOptions & {choice?: Choice}) => void;
}

export interface PickerOptions {
  directory?: boolean;
  /** What a phone records on the spot. */
  camera?: 'image' | 'video' | 'audio' | undefined;
}
