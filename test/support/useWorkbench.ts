import { Workbench, type WorkbenchOptions } from './workbench';

/** One workbench for the tests of a `describe`: started before them, closed after them, pictured when one fails. */
export function useWorkbench(options: WorkbenchOptions = {}): () => Workbench {
  let workbench: Workbench | undefined;

  before(async function () {
    this.timeout(180_000);
    workbench = await Workbench.start(options);
  });
  afterEach(async function () {
    const test = this.currentTest;
    if (test?.state === 'failed') await workbench?.screenshot(`failed ${test.fullTitle().replace(/[^\w]+/g, ' ')}`);
  });
  after(async () => {
    await workbench?.close();
  });

  return () => {
    if (workbench === undefined) throw new Error('The workbench is there in tests only.');
    return workbench;
  };
}
