import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

/** A migrated, empty database of its own for one test file. */
export type ScratchDatabase = {
  readonly ownerUrl: string;
  readonly appUrl: string;
  drop(): Promise<void>;
};

/** Copies the migrated template: some 50 ms, instead of running every migration again. */
export async function scratchDatabase(): Promise<ScratchDatabase> {
  const { maintenanceUrl, templateName, ownerUrlPattern, appUrlPattern } = inject('postgres');
  const name = `scratch_${randomUUID().replaceAll('-', '')}`;
  await query(maintenanceUrl, `create database ${name} template ${templateName}`);
  return {
    ownerUrl: ownerUrlPattern.replace('DATABASE', name),
    appUrl: appUrlPattern.replace('DATABASE', name),
    drop: () => query(maintenanceUrl, `drop database if exists ${name} with (force)`),
  };
}

/** A database without any tables: for tests of the migration runner itself. */
export async function emptyDatabase(): Promise<ScratchDatabase> {
  const { maintenanceUrl, ownerUrlPattern, appUrlPattern } = inject('postgres');
  const name = `empty_${randomUUID().replaceAll('-', '')}`;
  await query(maintenanceUrl, `create database ${name}`);
  return {
    ownerUrl: ownerUrlPattern.replace('DATABASE', name),
    appUrl: appUrlPattern.replace('DATABASE', name),
    drop: () => query(maintenanceUrl, `drop database if exists ${name} with (force)`),
  };
}

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
