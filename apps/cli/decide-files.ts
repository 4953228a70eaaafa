import { readFile } from 'node:fs/promises';
import { CouldNot } from './command.ts';

/**
 * Bytes of a file, or of standard input for `-`.
 * @throws CouldNot
 */
export async function readInput(file: string): Promise<Buffer> {
  try {
    return file === '-' ? await readStandardInput() : await readFile(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new CouldNot(`读不了 ${file} (cannot read ${file}): ${code}`);
  }
}

async function readStandardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/**
 * JSON of a file.
 * @throws CouldNot with line and column where the text is not JSON
 */
export async function readJson(file: string): Promise<unknown> {
  const bytes = await readInput(file);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CouldNot(`${file} 不是 UTF-8 文本 (not UTF-8)`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const at = /position (\d+)/.exec(said)?.[1];
    const before = text.slice(0, at === undefined ? text.length : Number(at)).split('\n');
    throw new CouldNot(`${file}:${before.length}:${(before.at(-1) ?? '').length + 1} 不是 JSON (not JSON): ${said}`);
  }
}

/** One line from the complaints of a schema; the first ten, the rest counted. */
export function complaint(file: string, issues: readonly string[]): CouldNot {
  const more = issues.length > 10 ? `; … ${issues.length - 10}` : '';
  return new CouldNot(`${file} 内容不对 (bad input): ${issues.slice(0, 10).join('; ')}${more}`);
}
