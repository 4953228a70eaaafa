import { createServer } from 'node:net';
import { startPostgres } from '#platform/supervisor';
import { parseOrMisuse } from './arguments.ts';
import { type CliCommand, CouldNot, dataDirOf, Misuse } from './command.ts';
import { declareInstance } from './instance.ts';
import { migrateWithQueues } from './with-database.ts';

/** Brings up database, migrations, with `--demo` the demo, then the web server; runs until SIGTERM or SIGINT. */
export const start: CliCommand = async (args, context) => {
  const { values } = parseOrMisuse(args, { demo: { type: 'boolean', default: false } }, 'start [--demo]');
  const port = portOf(context.env);
  await refuseTakenPort(port, context.env['HOST'] || '0.0.0.0');
  const dataDir = dataDirOf(context.env);
  const startedAt = performance.now();

  const stopAsked = signalPromise(['SIGTERM', 'SIGINT']);
  const cluster = await startPostgres({ dataDir, env: context.env, log: context.note });
  try {
    await migrateWithQueues(cluster.ownerUrl, context.note);
    await declareInstance(cluster.ownerUrl, values.demo, new Date());
    if (stopAsked.happened()) return 0;
    if (values.demo) {
      const { loadDemo } = await import('#demo/load');
      const { permissionTables } = await import('../web/permissions.ts');
      await loadDemo({
        ownerUrl: cluster.ownerUrl,
        appUrl: cluster.appUrl,
        dataDir,
        permissions: permissionTables,
        log: context.note,
      });
      if (stopAsked.happened()) return 0;
    }
    const { startServer } = await import('../web/server.ts');
    const server = await startServer({
      appUrl: cluster.appUrl,
      ownerUrl: cluster.ownerUrl,
      port,
      dataDir,
      env: context.env,
      log: context.note,
    });
    // A forgotten promise is a bug to be seen in the log, no reason to drop everybody's requests.
    const logRejection = (reason: unknown) => context.note(`unhandled rejection: ${describe(reason)}`);
    process.on('unhandledRejection', logRejection);
    try {
      cluster.noteHttpPort(server.port);
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      context.out(`支点已启动 (running): http://localhost:${server.port}/  [${seconds} s]\n`);
      await stopAsked.promise;
      context.note('正在停止 (stopping)…');
    } finally {
      await server.stop();
      process.off('unhandledRejection', logRejection);
    }
    return 0;
  } finally {
    await cluster.stop();
    stopAsked.forget();
  }
};

function portOf(env: NodeJS.ProcessEnv): number {
  const text = env['PORT'] || '3000';
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new Misuse(`PORT 不是端口号 (not a port): ${text}`);
  return port;
}

/** Tells of a taken port before the database is started for nothing. */
async function refuseTakenPort(port: number, host: string): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject);
      probe.listen(port, host, resolve);
    });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') {
      throw new CouldNot(`端口 ${port} 已被占用，请换一个 PORT。 Port ${port} is in use; choose another PORT.`);
    }
    if (code === 'EACCES') {
      throw new CouldNot(`没有权限使用端口 ${port}，请换一个 PORT。 No permission to listen on port ${port}.`);
    }
    throw error;
  } finally {
    await new Promise<void>((resolve) => probe.close(() => resolve()));
  }
}

function signalPromise(signals: readonly NodeJS.Signals[]) {
  let happened = false;
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  const listener = () => {
    happened = true;
    resolve();
  };
  for (const signal of signals) process.on(signal, listener);
  return {
    promise,
    happened: () => happened,
    forget() {
      for (const signal of signals) process.off(signal, listener);
    },
  };
}

function describe(reason: unknown): string {
  return reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
}
