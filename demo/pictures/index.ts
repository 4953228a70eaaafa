import sharp from 'sharp';
import { appraisal } from './appraisal.ts';
import { hearing } from './hearing.ts';
import { invoiceLookalike } from './invoice.ts';
import { installingLamp } from './lamp-installing.ts';
import { playground } from './land-after.ts';
import { emptyLand } from './land-before.ts';
import { blossomLane } from './lane-after.ts';
import { messyLane } from './lane-before.ts';
import { patrolAtGate } from './patrol-gate.ts';
import { receiptsOnTable } from './receipts.ts';
import { signInSheetPhoto } from './sign-in-sheet.ts';
import { litStairwell } from './stairwell-after.ts';
import { darkStairwell } from './stairwell-before.ts';

export { invoiceLookalike } from './invoice.ts';
export type { InvoiceLookalike } from './invoice.ts';
export { signInSheetPhoto } from './sign-in-sheet.ts';

/** A drawn scene, SVG of 960 × 640, with the words for those who do not see it. */
export interface Scene {
  readonly svg: string;
  readonly altZh: string;
  readonly altEn: string;
}

function scene(draw: () => string, altZh: string, altEn: string): Scene {
  let drawn: string | undefined;
  return {
    get svg() {
      drawn ??= draw();
      return drawn;
    },
    altZh,
    altEn,
  };
}

/** The demo's pictures: drawn, because the people are invented and no photograph of them can exist. */
export const pictures = {
  'stairwell-before': scene(
    darkStairwell,
    '装灯前的楼道：夜里一片漆黑，一位老人打着手电上楼',
    'The stairwell before: pitch dark at night, an old woman climbs by torchlight',
  ),
  'stairwell-after': scene(
    litStairwell,
    '装灯后的楼道：顶灯照亮每一级台阶，奶奶提着菜和孩子一起上楼',
    'The stairwell after: a ceiling lamp lights every step, a grandmother climbs with a child',
  ),
  'lamp-installing': scene(
    installingLamp,
    '师傅站在梯子上装灯，三位戴红袖章的居民在旁监督、拍照、记录',
    'A fitter on a ladder mounts the lamp while three residents with red armbands watch, photograph and note',
  ),
  hearing: scene(
    hearing,
    '居委会活动室里的听证会：一位居民站起来发言，白板上画着灯的位置',
    'The hearing in the activity room: a resident stands and speaks, the board shows where lamps would go',
  ),
  appraisal: scene(appraisal, '评议会：居民在白板上贴圆点，满意的最多', 'The appraisal: residents put dots on a board, most under “satisfied”'),
  'land-before': scene(
    emptyLand,
    '公司闲置的空地：杂草、碎砖、旧轮胎，围着铁丝网',
    'The company’s empty land: weeds, rubble and an old tyre behind a wire fence',
  ),
  'land-after': scene(
    playground,
    '同一块地上的儿童乐园：滑梯、秋千，孩子在玩，老人坐在长椅上',
    'The playground on the same land: a slide, swings, children at play, elders on a bench',
  ),
  'patrol-gate': scene(patrolAtGate, '海湾新城门口，金管家巡逻队举着队旗出发', 'At the gate of Haiwan Xincheng the Jinguanjia patrol sets out with its flag'),
  'lane-before': scene(
    messyLane,
    '整治前的弄堂：垃圾袋、旧家具、自行车，头顶电线杂乱',
    'The lane before: rubbish bags, old furniture, bicycles, a tangle of wires overhead',
  ),
  'lane-after': scene(
    blossomLane,
    '海棠巷：砖铺的路面，两边海棠盛开，居民在长椅上聊天',
    'Crabapple Lane: brick paving, crab apples in bloom, neighbours chatting on a bench',
  ),
  invoice: scene(
    () =>
      invoiceLookalike({
        number: 'DEMO0000000000000001',
        date: '2025年09月21日',
        buyer: '蔡路居民委员会',
        seller: '明廊照明器材（虚构）',
        lines: [{ name: '声光感应楼道灯', unit: '盏', count: '12', price: '95.00', amount: '1,140.00' }],
        total: '1,140.00',
      }),
    '一张演示用的发票样张，写明不是真发票',
    'A sample sheet that looks like an invoice and says it is none',
  ),
  receipts: scene(
    receiptsOnTable,
    '桌上的三张小票、计算器和采购明细，螺丝也记在上面',
    'Three receipts on a table with a calculator and a list of purchases, screws included',
  ),
  'sign-in-sheet': scene(() => signInSheetPhoto('听证会'), '手写签名的听证会签到表', 'The sign-in sheet of the hearing with handwritten signatures'),
} satisfies Record<string, Scene>;

/** The name of one of the demo's pictures. */
export type PictureName = keyof typeof pictures;

/** All of them. */
export const pictureNames = Object.keys(pictures).filter((name): name is PictureName => name in pictures);

const rendered = new Map<string, Promise<Buffer>>();

/** Renders an SVG scene as a JPEG photo of 960 × 640; an upload is written anew anyway, so that nothing is spent on making it small. */
export function svgJpeg(svg: string): Promise<Buffer> {
  return sharp(Buffer.from(svg)).flatten({ background: '#faf7f1' }).jpeg({ quality: 90 }).toBuffer();
}

/** One of the demo's pictures as JPEG; drawn once per process. */
export function pictureJpeg(name: PictureName): Promise<Buffer> {
  const known = rendered.get(name);
  if (known) return known;
  const made = svgJpeg(pictures[name].svg);
  rendered.set(name, made);
  return made;
}
