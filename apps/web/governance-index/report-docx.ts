import { AlignmentType, Document, HeadingLevel, ImageRun, Packer, Paragraph, Table, TableCell, TableRow, TextRun, WidthType } from 'docx';
import sharp from 'sharp';
import { barsSvg, lineSvg, radarSvg } from './report-figures.ts';
import type { ReportAbout, ReportParts } from './report.ts';
import { indexText } from './text.ts';

const font = { eastAsia: '宋体', ascii: 'Times New Roman', hAnsi: 'Times New Roman' };
const figureFont = { family: "'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'Microsoft YaHei', sans-serif" };

const text = (words: string, more: { bold?: boolean; size?: number; color?: string } = {}) => new TextRun({ text: words, font, size: 21, ...more });
const line = (words: string, more: { indent?: boolean; center?: boolean; color?: string; size?: number; bold?: boolean } = {}) =>
  new Paragraph({
    spacing: { after: 100, line: 360 },
    ...(more.indent ? { indent: { firstLine: 420 } } : {}),
    ...(more.center ? { alignment: AlignmentType.CENTER } : {}),
    children: [text(words, { bold: more.bold, size: more.size ?? 21, color: more.color })],
  });
const heading = (words: string) =>
  new Paragraph({ heading: HeadingLevel.HEADING_2, spacing: { before: 280, after: 120 }, children: [text(words, { bold: true, size: 26 })] });

function grid(head: readonly string[], rows: readonly (readonly string[])[]): Table {
  const cell = (words: string, bold: boolean) =>
    new TableCell({ margins: { top: 40, bottom: 40, left: 80, right: 80 }, children: [new Paragraph({ children: [text(words, { bold, size: 19 })] })] });
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [
      ...(head.length > 0 ? [new TableRow({ tableHeader: true, children: head.map((words) => cell(words, true)) })] : []),
      ...rows.map((row) => new TableRow({ cantSplit: true, children: row.map((words) => cell(words, false)) })),
    ],
  });
}

/** A figure: the drawing itself for programs that read SVG, a picture of it for those that do not. */
async function figure(svg: string, width: number, words: string): Promise<Paragraph> {
  const [, w, h] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? ['', '520', '140'];
  const png = await sharp(Buffer.from(svg), { density: 220 }).flatten({ background: '#ffffff' }).png().toBuffer();
  const height = Math.round((width * Number(h)) / Number(w));
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [
      new ImageRun({
        type: 'svg',
        data: Buffer.from(svg),
        fallback: { type: 'png', data: png },
        transformation: { width, height },
        altText: { name: words, title: words, description: words },
      }),
    ],
  });
}

/** The report as DOCX: the same words and figures as the PDF. */
export async function writeDocx(parts: ReportParts, about: ReportAbout): Promise<Uint8Array> {
  const t = indexText[about.lang];
  const zh = about.lang === 'zh';
  const document = new Document({
    creator: about.issuer,
    title: parts.title,
    sections: [
      {
        children: [
          new Paragraph({ heading: HeadingLevel.TITLE, alignment: AlignmentType.CENTER, children: [text(parts.title, { bold: true, size: 36 })] }),
          line(`${about.issuer}　${parts.subtitle}`, { center: true, color: '5A5F54' }),
          grid(
            [],
            Array.from({ length: Math.ceil(parts.facts.length / 2) }, (_, row) => [
              ...(parts.facts[row * 2] ?? ['', '']),
              ...(parts.facts[row * 2 + 1] ?? ['', '']),
            ]),
          ),
          heading(zh ? '一、总的情况' : '1. Summary'),
          ...parts.summary.map((words) => line(words, { indent: true })),
          heading(zh ? '二、八个方面' : '2. Aspects'),
          await figure(radarSvg(parts.radar, figureFont), 360, zh ? '八个方面得分雷达图，数字见下表' : 'Radar; figures in the table below'),
          grid([t.node, t.score, t.kindAverage], parts.aspects),
          heading(zh ? '三、近三年走势' : '3. Trend'),
          await figure(lineSvg(parts.trend, figureFont), 560, zh ? '近三年得分走势' : 'Trend'),
          heading(zh ? '四、分丢在哪里，可以做什么' : '4. Losses and what to do'),
          await figure(
            barsSvg(
              parts.losses.map((one) => ({ name: one.name, value: one.lost })),
              figureFont,
            ),
            560,
            zh ? '失分最多的几项' : 'Largest losses',
          ),
          ...parts.losses.flatMap((one, at) => [
            line(`${at + 1}. ${one.sentence}`, { bold: true }),
            line(`${one.bounds}${one.best}`, { indent: true }),
            line(`${t.whatToDo}：${one.todo}`, { indent: true }),
            line(`${t.whoSays}：${one.source}`, { indent: true, color: '5A5F54', size: 19 }),
          ]),
          heading(zh ? '五、逐项得分' : '5. Every indicator'),
          grid([t.indicator, t.value, t.gainedHead, t.lostHead, t.whoSays], parts.leaves),
          heading(zh ? '六、怎么算的' : '6. Method'),
          ...parts.method.map((words) => line(words, { indent: true })),
          line(zh ? '本报告评的是小区的治理，不涉及任何个人。' : 'This report is about the governance of a compound, not about any person.', { indent: true }),
          line(about.address, { color: '5A5F54', size: 18 }),
        ],
      },
    ],
  });
  return new Uint8Array(await Packer.toBuffer(document));
}
