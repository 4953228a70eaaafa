import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take minutes, the longest first. */
const long = ['testing/year/', 'testing/story.browser', 'testing/crash/', 'testing/access/matrix', 'testing/hardening/forms', 'libs/decide/allocate/conformance'];

/** What takes minutes begins first, so that at the end no worker waits for the other. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const found = long.findIndex((part) => moduleId.includes(part));
      return found === -1 ? long.length : found;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

// Three projects so that pure tests start at once and never wait for a database or a browser.
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    reporters: ['default'],
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          // A few read hostile files or run thousands of cases; a busy machine must not fail them.
          testTimeout: 60_000,
          include: ['{apps,modules,libs,platform,policies,demo,testing}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.pg.test.{ts,tsx}', '**/*.browser.test.ts', '**/*.process.test.ts', '**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'pg',
          include: ['{apps,modules,platform,demo,testing}/**/*.pg.test.{ts,tsx}'],
          globalSetup: ['testing/postgres-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'process',
          include: ['{apps,platform,testing,script}/**/*.process.test.ts', 'testing/**/*.browser.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 120_000,
          // After the others, so that servers and browsers share the machine with one another only.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
