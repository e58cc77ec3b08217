/** Closes a run with the plain line `N passed, N failed`, which any CI can read. A skipped test counts as failed. */
export const plainReporter = () => ({
  onTestRunFinished({ sessions }) {
    const results = sessions.flatMap(({ testResults, passed }) => {
      const tests = allTests(testResults).map((test) => test.passed);
      // A file that did not load, or threw outside a test, is a failure too.
      return passed || tests.includes(false) ? tests : [...tests, false];
    });
    const passed = results.filter(Boolean).length;
    // After the coverage summary, which other reporters print at the very end.
    process.on('exit', () => console.log(`${passed} passed, ${results.length - passed} failed`));
  },
});

const allTests = (suite) => (suite ? [...suite.tests, ...suite.suites.flatMap(allTests)] : []);
