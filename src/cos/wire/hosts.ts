/** How often in a row a host may not answer before another one is tried: the official SDKs do so with the last of four tries. */
const patience = 3;

/**
 * Where requests go: to the first host, or to the other one when the first cannot be reached. Whichever answers is stayed with.
 */
export class Hosts {
  /** Origins; one or two. */
  readonly all: readonly string[];
  #current = 0;
  #failures = 0;
  #begun = 0;
  /** Requests up to this one were under way when a failure was counted, and say nothing new. */
  #counted = 0;

  constructor(all: readonly string[]) {
    this.all = all;
  }

  get current(): string {
    return this.all[this.#current]!;
  }

  /** A request will go to the current host. `failed` wants its number. */
  begin(): number {
    return ++this.#begun;
  }

  answered(origin: string): void {
    if (origin === this.current) this.#failures = 0;
  }

  failed(origin: string, request: number): void {
    if (origin !== this.current || request <= this.#counted) return;
    this.#counted = this.#begun;
    // After the first change each failure is one more, until a host answers.
    if (++this.#failures >= patience) this.leave(origin);
  }

  /** The next requests go to the other host. Answers whether there is one. */
  leave(origin: string): boolean {
    if (origin === this.current) this.#current = (this.#current + 1) % this.all.length;
    return this.all.length > 1;
  }
}
