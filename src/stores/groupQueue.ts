/** Tasks that wait for each other; those that come while others run are run together next. */
export interface GroupQueue<Task> {
  readonly add: (task: Task) => void;
  /** Fulfilled when nothing is left. */
  readonly idle: () => Promise<void>;
}

/** `run` is given what has come since it was called last; it must not reject. */
export function createGroupQueue<Task>(run: (tasks: readonly Task[]) => Promise<void>): GroupQueue<Task> {
  let waiting: Task[] = [];
  let running: Promise<void> | undefined;
  const work = async (): Promise<void> => {
    while (waiting.length > 0) {
      const tasks = waiting;
      waiting = [];
      await run(tasks);
    }
    running = undefined;
  };
  return {
    add(task) {
      waiting.push(task);
      running ??= Promise.resolve().then(work);
    },
    idle: () => running ?? Promise.resolve(),
  };
}
