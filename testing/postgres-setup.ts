import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startPostgres, stopAbandoned } from '#platform/supervisor';

declare module 'vitest' {
  interface ProvidedContext {
    /** The patterns hold the word DATABASE where the name goes. */
    postgres: {
      maintenanceUrl: string;
      templateName: string;
      ownerUrlPattern: string;
      appUrlPattern: string;
      /** Removed after the run. */
      folder: string;
    };
  }
}

/** One throw-away cluster for the whole run, with one migrated database to copy from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await clearAbandoned();
  const dataDir = mkdtempSync(join(tmpdir(), 'zhidian-test-'));
  const cluster = await startPostgres({
    dataDir,
    // Tests fear no power cut. An operator's DATABASE_URL must never be touched by them.
    env: {},
    serverSettings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_connections: '300',
    },
  });
  const stop = async () => {
    await cluster.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const templateName = 'zhidian_template';
    const maintenanceUrl = cluster.databaseUrl('postgres');
    const client = new pg.Client({ connectionString: maintenanceUrl });
    await client.connect();
    await client.query(`create database ${templateName}`);
    await client.end();
    const { migrate } = await import('#platform/database');
    const { installQueues } = await import('#platform/outbox');
    await migrate({ ownerUrl: cluster.databaseUrl(templateName), after: installQueues });
    project.provide('postgres', {
      maintenanceUrl,
      templateName,
      ownerUrlPattern: cluster.databaseUrl('DATABASE', 'owner'),
      appUrlPattern: cluster.databaseUrl('DATABASE', 'app'),
      folder: dataDir,
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}

/** A run that was killed leaves its servers running and their folders full: the next run ends them. */
async function clearAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((one) => /^zhidian-(test|site|crash|away)-/.test(one))) {
    const folder = join(tmpdir(), name);
    try {
      if (await stopAbandoned(folder)) rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another user's, or another run is clearing it.
    }
  }
}
