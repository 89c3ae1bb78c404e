/**
 * Asks for the assessment after each change: at once after a quiet time, after a short pause while changes follow each
 * other (a slider, typing); one request at a time, older answers dropped.
 */

export interface AssessorPorts<Q, A> {
  ask: (question: Q) => Promise<A>;
  answered: (answer: A, question: Q) => void;
  failed: (failure: unknown, question: Q) => void;
  busy: (busy: boolean) => void;
  wait?: number;
}

export class Assessor<Q, A> {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private waiting: { question: Q } | null = null;
  private running = false;
  private generation = 0;
  private last = -Infinity;

  constructor(private readonly ports: AssessorPorts<Q, A>) {}

  /** Ask soon; an earlier question that has no answer yet is forgotten. */
  ask(question: Q): void {
    this.waiting = { question };
    this.ports.busy(true);
    clearTimeout(this.timer);
    const [now, pause] = [Date.now(), this.ports.wait ?? 40];
    // a timer of 0 ms would stand behind the frame that is about to be drawn
    if (now - this.last > pause) queueMicrotask(() => void this.send());
    else this.timer = setTimeout(() => void this.send(), pause);
    this.last = now;
  }

  /** Forget what is under way (another case is being opened). */
  drop(): void {
    this.generation += 1;
    this.waiting = null;
    clearTimeout(this.timer);
    this.ports.busy(false);
  }

  private async send(): Promise<void> {
    if (this.running || !this.waiting) return; // the running one sends the newest when it is done
    const { question } = this.waiting;
    const generation = this.generation;
    this.waiting = null;
    this.running = true;
    let settle: () => void;
    try {
      const answer = await this.ports.ask(question);
      settle = () => this.ports.answered(answer, question);
    } catch (failure) {
      settle = () => this.ports.failed(failure, question);
    }
    this.running = false;
    if (this.waiting) {
      void this.send();
      return;
    }
    if (generation !== this.generation) return;
    this.ports.busy(false);
    settle();
  }
}
