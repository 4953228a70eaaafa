import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const file = join(folder, 'package.json');
    if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name === 'zhidian') return folder;
    const parent = dirname(folder);
    if (parent === folder) throw new Error('package root not found');
    folder = parent;
  }
}

/** Absolute path of the package root; migrations and static files are read from here, bundled or not. */
export const packageRoot: string = findRoot();

/** Absolute path of a file inside the package. */
export const inPackage = (...parts: string[]): string => join(packageRoot, ...parts);
