// A mocha reporter that keeps a file of results in KLING_COST_RESULTS, written anew after each test,
// so that a run which hangs or dies shows where.
const fs = require('node:fs');
const path = require('node:path');
const process = require('node:process');

const describeError = (error) => error?.stack || error?.message || String(error);

module.exports = class ResultsReporter {
  constructor(runner) {
    const file = process.env.KLING_COST_RESULTS;
    if (!file) throw new Error('KLING_COST_RESULTS names the file that the results are written to.');
    fs.mkdirSync(path.dirname(file), { recursive: true });

    const failures = [];
    let running = '';
    const write = (isComplete) => {
      const { passes = 0, pending = 0, duration = 0 } = runner.stats ?? {};
      fs.writeFileSync(file, JSON.stringify({ isComplete, running, passes, pending, duration, failures }));
    };
    runner.on('test', (test) => {
      running = test.fullTitle();
      write(false);
    });
    runner.on('fail', (test, error) => {
      failures.push({ title: test.fullTitle(), error: describeError(error) });
      write(false);
    });
    runner.on('end', () => {
      running = '';
      write(true);
    });
  }
};
