import { strFromU8, unzipSync } from 'fflate';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import * as documents from './index.ts';

const meta = { lang: 'zh', issuer: '高桥镇 蔡路居民区', code: '2025-003', printedDay: '2026-11-22' } as const;

/** A part of a DOCX as text. */
function partOf(bytes: Uint8Array, name: string): string {
  const part = unzipSync(bytes)[name];
  return part ? strFromU8(part) : '';
}
const words = (xml: string): string => xml.replace(/<w:tab\/>/g, '\t').replace(/<[^>]+>/g, '');

describe('a paper as DOCX', () => {
  it('holds the words, the table with its repeated head, the lines for signing and the pages as fields', async () => {
    const bytes = await documents.renderDocx(
      documents.paper({
        title: '资助决定书',
        subtitle: '第 3 号',
        meta,
        footer: '有异议请在 7 日内提出',
        body: [
          documents.heading('一、结果'),
          documents.paragraph('同意资助。\n另附预算。', { indent: true }),
          documents.table({
            columns: [{ label: '项目' }, { label: '金额', align: 'right', width: 90 }],
            rows: [['太阳能灯', '45,000.00']],
            total: ['合计', '45,000.00'],
          }),
          documents.list(['第一', '第二'], { numbered: true }),
          documents.box([documents.paragraph('必须看见')]),
          documents.signatures([{ label: '街镇（盖章）' }, { label: '居委会（盖章）' }], '日期'),
          documents.writingLines('意见', 2),
        ],
      }),
    );
    const body = partOf(bytes, 'word/document.xml');
    for (const said of ['资助决定书', '第 3 号', '一、结果', '同意资助。', '另附预算。', '太阳能灯', '合计', '1. 第一', '必须看见', '街镇（盖章）', '日期：'])
      expect(words(body), said).toContain(said);
    expect(body).toContain('<w:tblHeader/>');
    expect(body).toContain('<w:br/>');
    expect(body.match(/<w:jc w:val="right"\/>/g)?.length).toBe(3);
    const foot = partOf(bytes, 'word/footer1.xml');
    expect(words(foot)).toContain('有异议请在 7 日内提出');
    expect(foot).toContain('PAGE');
    expect(foot).toContain('NUMPAGES');
    expect(words(foot)).not.toMatch(/7700|8800/);
    expect(words(partOf(bytes, 'word/header1.xml'))).toContain('2025-003');
  });

  it('lists the parts of a dossier with their pages and holds its pictures', async () => {
    const photo = await documents.preparePhoto(
      await sharp({ create: { width: 60, height: 30, channels: 3, background: '#a06040' } })
        .jpeg()
        .toBuffer(),
    );
    if (!photo) throw new Error('no photo');
    const bytes = await documents.renderDocx(
      documents.dossier({
        title: '太阳能灯',
        meta,
        cover: [documents.qrBlock('https://example.org/p')],
        parts: [
          { title: '申报', body: [documents.photos([{ photo, caption: '灯杆' }])] },
          { title: '验收', body: [documents.paragraph('合格')] },
        ],
      }),
    );
    const body = partOf(bytes, 'word/document.xml');
    const marks = [...body.matchAll(/w:bookmarkStart w:name="([^"]+)"/g)].map((found) => found[1]);
    expect(marks).toEqual(['contents_1', 'contents_2']);
    for (const mark of marks) expect(body).toContain(`PAGEREF ${mark}`);
    const files = Object.keys(unzipSync(bytes)).filter((name) => name.startsWith('word/media/'));
    expect(files.map((name) => name.split('.').at(-1)).toSorted()).toEqual(['jpg', 'png', 'svg']);
  });

  it('gives the page of a part by a name that Word takes for a bookmark', () => {
    const id = 'voucher-01a1c2f8-1280-75fa-9f8e-7bac0fdde399';
    return documents
      .renderDocx({
        content: [{ table: { body: [[{ text: '页码' }, { pageReference: id }]] } }, { text: '凭证', id, pageBreak: 'before' }],
      } as documents.PdfDocument)
      .then((bytes) => {
        const body = partOf(bytes, 'word/document.xml');
        const [, name = ''] = /w:bookmarkStart w:name="([^"]+)"/.exec(body) ?? [];
        expect(name).toMatch(/^[a-z][0-9a-z_]{0,39}$/i);
        expect(body).toContain(`PAGEREF ${name}`);
      });
  });

  it('keeps wide and tall cells, and never lets a table be the last thing in a cell', async () => {
    const bytes = await documents.renderDocx({
      content: [
        {
          table: {
            widths: [60, '*', 'auto'],
            body: [
              [{ text: '宽', colSpan: 2 }, {}, { text: '高', rowSpan: 2 }],
              [{ stack: [documents.box([documents.paragraph('里')])] }, '乙', {}],
            ],
          },
        },
      ],
    });
    const body = partOf(bytes, 'word/document.xml');
    expect(body).toContain('<w:gridSpan w:val="2"/>');
    expect(body).toContain('<w:vMerge w:val="restart"/>');
    expect(body).not.toMatch(/<\/w:tbl><\/w:tc>/);
  });
});
