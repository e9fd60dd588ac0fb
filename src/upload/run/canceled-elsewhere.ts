/** A restored upload that another tab has canceled in the meantime. */
export class CanceledElsewhere extends Error {}
