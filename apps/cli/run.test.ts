import { describe, expect, test } from 'vitest';
import type { CliContext } from './command.ts';
import { commands, run } from './run.ts';

/** Runs one command line and keeps what it says. */
async function said(args: string[], env: NodeJS.ProcessEnv = {}) {
  let out = '';
  const notes: string[] = [];
  const context: CliContext = { env, out: (text) => (out += text), note: (line) => notes.push(line) };
  return { code: await run(args, context), out, notes };
}

describe('./zhidian', () => {
  test('help names every command on stdout', async () => {
    const { code, out, notes } = await said(['help']);
    expect(code).toBe(0);
    for (const command of Object.values(commands)) expect(out).toContain(`./zhidian ${command.usage}`);
    expect(notes).toEqual([]);
  });

  test.each([['--help'], ['-h'], ['help', 'start'], ['start', '--help']])('%s %s tells how it is called', async (...args) => {
    const { code, out } = await said(args.filter((word) => word !== undefined));
    expect(code).toBe(0);
    expect(out).toContain('start [--demo]');
  });

  test('version is that of package.json', async () => {
    expect(await said(['version'])).toEqual({ code: 0, out: 'zhidian 0.1.0\n', notes: [] });
  });

  test.each([
    [[], 'help'],
    [['fly'], 'fly'],
    [['toString'], 'toString'],
    [['help', 'fly'], 'fly'],
    [['version', 'please'], 'please'],
    [['start', '--fast'], '--fast'],
    [['migrate', 'now'], 'now'],
  ])('%j is misuse: exit code 2, one line on stderr, nothing on stdout', async (args, word) => {
    const { code, out, notes } = await said(args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain(word);
    expect(notes[0]).not.toContain('\n');
  });

  test.each(['-1', '70000', 'http', '80.5'])('PORT=%s is misuse', async (port) => {
    const { code, notes } = await said(['start'], { PORT: port });
    expect(code).toBe(2);
    expect(notes).toEqual([`zhidian start: PORT 不是端口号 (not a port): ${port}`]);
  });
});
