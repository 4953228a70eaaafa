import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freePort } from '#testing/free-port';
import { cleanUps, dataFolder, started, zhidian } from '#testing/zhidian-process';

describe('./zhidian start', () => {
  test('serves, lets other commands join its database, and stops clean on SIGTERM', async () => {
    const dataDir = dataFolder();
    const port = await freePort();
    const server = await started(dataDir, port);
    expect((await fetch(`http://localhost:${port}/healthz`)).status).toBe(200);
    expect((await fetch(`http://localhost:${port}/readyz`)).status).toBe(200);

    const migrate = zhidian(['migrate'], { ZHIDIAN_DATA: dataDir });
    expect(await migrate.exit).toBe(0);
    expect(migrate.said.out).toContain('nothing to do');

    const second = zhidian(['start'], { ZHIDIAN_DATA: dataDir, PORT: String(await freePort()) });
    expect(await second.exit).toBe(1);
    expect(second.said.err.trim().split('\n')).toHaveLength(1);
    expect(second.said.err).toContain(String(server.child.pid));

    server.child.kill('SIGTERM');
    expect(await server.exit).toBe(0);
    expect(existsSync(join(dataDir, 'postgres/postmaster.pid'))).toBe(false);
    expect(existsSync(join(dataDir, 'zhidian.lock'))).toBe(false);

    const asDemo = zhidian(['start', '--demo'], { ZHIDIAN_DATA: dataDir, PORT: String(port) });
    expect(await asDemo.exit).toBe(1);
    expect(asDemo.said.err).toContain('not created as a demo');

    const verify = zhidian(['verify'], { ZHIDIAN_DATA: dataDir });
    expect(await verify.exit).toBe(0);
    expect(verify.said.out).toBe('全部相符 (everything holds)\n');
  });

  test('stops its database in order even when nobody reads its words any more', async () => {
    const dataDir = dataFolder();
    const server = await started(dataDir, await freePort());
    server.child.stdout?.destroy();
    server.child.stderr?.destroy();
    server.child.kill('SIGTERM');
    expect(await server.exit).toBe(0);
    expect(existsSync(join(dataDir, 'postgres/postmaster.pid'))).toBe(false);
  });

  test('a taken port is one clear line, and no database was made for nothing', async () => {
    const dataDir = dataFolder();
    const port = await freePort();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, '0.0.0.0', resolve));
    cleanUps.push(() => new Promise<void>((resolve) => other.close(() => resolve())));
    const { exit, said } = zhidian(['start'], { ZHIDIAN_DATA: dataDir, PORT: String(port) });
    expect(await exit).toBe(1);
    expect(said.err).toBe(`zhidian start: 端口 ${port} 已被占用，请换一个 PORT。 Port ${port} is in use; choose another PORT.\n`);
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
  });

  test('a data folder that cannot be one is one clear line', async () => {
    const { exit, said } = zhidian(['start'], {
      ZHIDIAN_DATA: '/dev/null/data',
      PORT: String(await freePort()),
    });
    expect(await exit).toBe(1);
    expect(said.err.trim().split('\n')).toHaveLength(1);
    expect(said.err).toContain('/dev/null/data');
  });
});
