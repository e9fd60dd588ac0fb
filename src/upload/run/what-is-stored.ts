import {CallbackError} from '../../errors.js';

/** An object that COS has stored. */
export interface WhatIsStored<Answer> {
  readonly answer: Answer;
  /** After that its callback has failed. The object is proven before this is thrown. */
  readonly failed?: CallbackError;
}

export const whatIsStored = <Answer extends CallbackError['result']>(
  sending: Promise<Answer>,
): Promise<WhatIsStored<Answer>> =>
  sending.then(
    (answer) => ({answer}),
    (error: unknown) => {
      if (error instanceof CallbackError) return {answer: error.result as Answer, failed: error};
      throw error;
    },
  );
