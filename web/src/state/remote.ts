/** Something that is fetched for a page: nothing yet, a problem, or the thing. */

import { useEffect, useRef, useState } from "preact/hooks";

export interface Remote<T> {
  value: T | null;
  problem: string | null;
  loading: boolean;
  retry: () => void;
}

/** Fetch when `key` changes; an answer to an older key is dropped, the last value stays until the new one is there. */
export function useRemote<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Remote<T> {
  const [state, setState] = useState<{ value: T | null; problem: string | null; loading: boolean }>({ value: null, problem: null, loading: true });
  const [attempt, setAttempt] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    const stop = new AbortController();
    setState((before) => ({ ...before, loading: true, problem: null }));
    latest.current(stop.signal).then(
      (value) => stop.signal.aborted || setState({ value, problem: null, loading: false }),
      (failure: unknown) => {
        if (stop.signal.aborted) return;
        setState((before) => ({ ...before, problem: failure instanceof Error ? failure.message : String(failure), loading: false }));
      },
    );
    return () => stop.abort();
  }, [key, attempt]);
  return { ...state, retry: () => setAttempt((n) => n + 1) };
}
