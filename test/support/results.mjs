import fs from 'node:fs';

/**
 * @typedef {{ passed: number, failed: number, seconds: number, failures: { title: string, error: string }[] }} SuiteResult
 */

/** @returns {SuiteResult} */
export function failedRun(title, error, { passed = 0, seconds = 0 } = {}) {
  return { passed, failed: 1, seconds, failures: [{ title, error }] };
}

/**
 * What the reporter left, and whatever else is wrong with the run: no file, no test, no end, a bad exit code.
 * @param {string} file
 * @param {number} exitCode
 * @returns {SuiteResult}
 */
export function readResults(file, exitCode) {
  if (!fs.existsSync(file)) return failedRun('(the run)', `It left no results; exit code ${exitCode}.`);
  const { isComplete, running, passes, pending, duration, failures } = JSON.parse(fs.readFileSync(file, 'utf8'));
  const problems = [
    ...(isComplete ? [] : [`It ended before its end${running && `, in: ${running}`}; exit code ${exitCode}.`]),
    ...(pending > 0 ? [`${pending} skipped; no test is.`] : []),
    ...(passes + failures.length === 0 ? ['It holds no tests.'] : []),
  ];
  if (problems.length === 0 && failures.length === 0 && exitCode !== 0) problems.push(`Exit code ${exitCode}.`);
  const all = [...failures, ...problems.map((error) => ({ title: '(the run)', error }))];
  return { passed: passes, failed: all.length, seconds: duration / 1000, failures: all };
}
