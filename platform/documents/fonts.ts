import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#platform/root';

/**
 * Noto Sans SC comes with the packages (TrueType, about 30,900 glyphs: all common characters, √ □ ①, rare surname
 * characters). Where Noto Sans CJK is on the machine too, it serves for the few characters beyond that.
 */

/** A face as pdfmake takes it: a file, and the face's name where the file is a collection. */
export type Face = string | [file: string, postscriptName: string];

/** The two weights of a family. */
export interface Family {
  normal: Face;
  bold: Face;
}

/** No Chinese font was found; `message` says what to do. */
export class FontsMissing extends Error {
  readonly code = 'fonts-missing';
  constructor() {
    super(
      '没有找到中文字体：请运行 script/bootstrap，或把 NotoSansCJK-Regular.ttc 和 NotoSansCJK-Bold.ttc 放进 ZHIDIAN_FONTS 所指的文件夹。 ' +
        'No Chinese font found: run script/bootstrap, or set ZHIDIAN_FONTS to a folder with NotoSansCJK-Regular.ttc and -Bold.ttc.',
    );
    this.name = 'FontsMissing';
  }
}

/** The fonts of this machine: one that is always used and one for characters that it lacks. */
export interface Fonts {
  main: Family;
  rare: Family | undefined;
}

/** Folders that may hold Noto Sans CJK, in order. */
function collectionFolders(env: Readonly<Record<string, string | undefined>>): string[] {
  const own = env.ZHIDIAN_FONTS;
  const usual = [join(packageRoot, '.cache/fonts'), '/usr/share/fonts/opentype/noto', '/usr/share/fonts/noto-cjk', '/usr/share/fonts/google-noto-cjk'];
  return own === undefined ? usual : [own, ...usual];
}

/** Looks for the fonts; `folders` can be given to look elsewhere. Throws `FontsMissing` when there is none. */
export function findFonts(options: { packaged?: string; collections?: readonly string[] } = {}): Fonts {
  const packaged = options.packaged ?? join(packageRoot, 'node_modules/@expo-google-fonts/noto-sans-sc');
  const folders = options.collections ?? collectionFolders(process.env);
  const folder = folders.find((path) => existsSync(join(path, 'NotoSansCJK-Regular.ttc')));
  const rare: Family | undefined =
    folder === undefined
      ? undefined
      : {
          normal: [join(folder, 'NotoSansCJK-Regular.ttc'), 'NotoSansCJKsc-Regular'],
          bold: existsSync(join(folder, 'NotoSansCJK-Bold.ttc'))
            ? [join(folder, 'NotoSansCJK-Bold.ttc'), 'NotoSansCJKsc-Bold']
            : [join(folder, 'NotoSansCJK-Regular.ttc'), 'NotoSansCJKsc-Regular'],
        };
  const normal = join(packaged, '400Regular/NotoSansSC_400Regular.ttf');
  const bold = join(packaged, '700Bold/NotoSansSC_700Bold.ttf');
  if (existsSync(normal) && existsSync(bold)) return { main: { normal, bold }, rare };
  if (rare !== undefined) return { main: rare, rare: undefined };
  throw new FontsMissing();
}

/** Code points that a face can draw. */
export async function coverage(face: Face): Promise<Set<number>> {
  const { openSync } = await import('fontkit');
  const font = typeof face === 'string' ? openSync(face) : openSync(face[0], face[1]);
  return new Set(font.characterSet);
}
