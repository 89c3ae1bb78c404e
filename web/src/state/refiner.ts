/** Asks once more, for a better answer that takes long, when no change has come for a while; a failure changes nothing. */

export interface Refiner<Q> {
  /** Forget what was asked before, and ask this after the pause. */
  soon(question: Q): void;
  drop(): void;
}

export function makeRefiner<Q, A>(ask: (question: Q) => Promise<A>, answered: (answer: A) => void, pause = 1500): Refiner<Q> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let newest = 0;
  const drop = () => {
    clearTimeout(timer);
    newest += 1;
  };
  const send = async (question: Q, mine: number) => {
    try {
      const answer = await ask(question);
      if (mine === newest) answered(answer);
    } catch {
      // The rough answer stays, and says that it is rough.
    }
  };
  return {
    soon(question) {
      drop();
      const mine = newest;
      timer = setTimeout(() => void send(question, mine), pause);
    },
    drop,
  };
}
