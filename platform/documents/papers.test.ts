import { inflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { coverage, findFonts, FontsMissing } from './fonts.ts';
import * as documents from './index.ts';
import { drawable } from './render.ts';

const meta = { lang: 'zh', issuer: '高桥镇 蔡路居民区', code: '2025-003', printedDay: '2026-11-22' } as const;

/** Page objects of a PDF, also inside compressed object streams. */
function pageCount(pdf: Uint8Array): number {
  const bytes = Buffer.from(pdf);
  const plain = bytes.toString('latin1');
  const count = plain.match(/\/Type \/Pages[^>]*\/Count (\d+)|\/Count (\d+)[^>]*\/Type \/Pages/);
  return Number(count?.[1] ?? count?.[2] ?? Number.NaN);
}

/** Whether any stream of the PDF, once unpacked, holds the text. */
function anyStreamHolds(pdf: Uint8Array, text: string): boolean {
  const bytes = Buffer.from(pdf);
  let at = 0;
  for (;;) {
    const start = bytes.indexOf('stream\n', at);
    if (start < 0) return false;
    const end = bytes.indexOf('\nendstream', start);
    try {
      if (
        inflateSync(bytes.subarray(start + 7, end))
          .toString('latin1')
          .includes(text)
      )
        return true;
    } catch {
      // Not a compressed stream.
    }
    at = end + 10;
  }
}

const letter: documents.Letter = {
  to: '蔡路 12 号 301 室',
  title: '您家的开通信',
  issuer: '高桥镇 蔡路居民区',
  paragraphs: [
    '凭这封信可以在手机上参加议事、投票、看每一分钱的去处。不用手机号，也不用邮箱。',
    '扫右边的码，或打开网址后输入下面的开通码。一户一码，只能用一次，请不要转给别人。',
  ],
  url: 'https://zhidian.example/l/K7QD2MXP9RTW',
  code: 'K7QD-2MXP-9RTW',
  codeLabel: '您家的开通码',
  foot: '2026年12月31日前有效。不会用手机？请到居委会，工作人员帮您办。',
};

/** The texts of each page from top to bottom, without its running head and foot. */
async function textOfPages(bytes: Uint8Array): Promise<string[][]> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const document = await getDocument({ data: Uint8Array.from(bytes) }).promise;
  const pages: string[][] = [];
  for (let no = 1; no <= document.numPages; no++) {
    const { items } = await (await document.getPage(no)).getTextContent();
    const texts = items.flatMap((item) => ('str' in item && item.str.trim() !== '' ? [{ text: item.str.trim(), y: Number(item.transform[5]) }] : []));
    pages.push(
      texts
        .filter(({ y }) => y > 52 && y < 790)
        .toSorted((a, b) => b.y - a.y)
        .map(({ text }) => text),
    );
  }
  return pages;
}

describe('fonts', () => {
  it('the packaged font draws what papers need: signs, circled numbers, rare surnames and given names', async () => {
    const has = await coverage(findFonts({ collections: [] }).main.normal);
    const needed = '√□①②③⑩○●△→←—…「」《》￥×÷±≥≤㎡℃№·䶮㛃𬱖喆堃昇㐱㑇㤘𠅤𬤊𬭼𫖯𫍯𬀩𣲘䜣䴙赟玥頔翀旸昉祎珺瑢璟曌仝乜佘郄缑亓逄昝訾芈歘禛甪';
    expect([...needed].filter((char) => !has.has(char.codePointAt(0) ?? 0))).toEqual([]);
  });

  it('says what to do when there is no font', () => {
    expect(() => findFonts({ packaged: '/nowhere', collections: [] })).toThrow(FontsMissing);
    expect(() => findFonts({ packaged: '/nowhere', collections: ['/nowhere'] })).toThrow(/ZHIDIAN_FONTS/);
  });

  it('a character that only the larger font has is drawn with it, the rest is left alone', () => {
    const has = new Set([...'王先生'].map((char) => char.codePointAt(0) ?? 0));
    expect(drawable('王先生', has, true)).toBe('王先生');
    expect(drawable('王𡋾生', has, true)).toEqual([{ text: '王' }, { text: '𡋾', font: 'rare' }, { text: '生' }]);
    expect(drawable('☐同意', has, false)).toBe('□同意');
  });
});

describe('papers', () => {
  it('one page of Chinese stays under 100 KB with its font inside', async () => {
    const pdf = await documents.renderPdf(
      documents.paper({
        title: '关于召开楼道灯安装听证会的公告',
        subtitle: '2026年11月28日 09:30',
        meta,
        body: [
          documents.paragraph('四幢老房子、六十多户人家，摸黑走了四十年楼梯。', { indent: true }),
          documents.facts([
            ['时间', '2026年11月28日'],
            ['地点', '居委会活动室'],
          ]),
          documents.list(['介绍方案', '居民发言', '表决'], { numbered: true }),
          documents.box([documents.paragraph('每户一票。')]),
          documents.qrBlock('https://zhidian.example/m/1', { caption: '扫码看材料' }),
          documents.writingLines('您的意见', 2),
          documents.signatures([{ label: '居委会（盖章）' }, { label: '主任' }, { label: '监督小组' }], '日期'),
        ],
      }),
    );
    expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe('%PDF-');
    expect(pageCount(pdf)).toBe(1);
    expect(pdf.byteLength).toBeLessThan(100_000);
  });

  it('a long sign-in sheet breaks over pages', async () => {
    const rows = Array.from({ length: 62 }, (_, index) => [`12 号 ${index + 101} 室`, '王*英', '']);
    const columns = [{ label: '序号', width: 34 }, { label: '门牌' }, { label: '姓名' }, { label: '签字' }];
    const pdf = await documents.renderPdf(
      documents.paper({
        title: '签到表',
        meta,
        body: [documents.signInSheet({ columns, rows, blankRows: 6 })],
      }),
    );
    expect(pageCount(pdf)).toBeGreaterThanOrEqual(3);
    expect(pageCount(pdf)).toBeLessThanOrEqual(5);
  });

  it('a heading never stands alone at the foot of a page, whatever follows it', async () => {
    // The fill grows point by point, so that the heading comes to stand at every height near the foot.
    const follow: (() => documents.Block)[] = [
      () => documents.paragraph('很长的一段话，'.repeat(30), { indent: true }),
      () => documents.table({ columns: [{ label: '评审项' }, { label: '分' }], rows: [['甲', '1']] }),
      () => documents.signatures([{ label: '盖章', note: '' }], '日期'),
    ];
    for (const make of follow) {
      for (let n = 0; n < 5; n++) {
        const fill = [
          ...Array.from({ length: 24 }, () => documents.paragraph('填')),
          ...Array.from({ length: n }, () => documents.paragraph('小', { soft: true })),
        ];
        const pages = await textOfPages(await documents.renderPdf(documents.paper({ title: '信', meta, body: [...fill, documents.heading('评分'), make()] })));
        // Last of its page's own texts, the running head and foot left out.
        for (const page of pages) expect(page.at(-1)).not.toBe('评分');
        expect(pages.flat()).toContain('评分');
      }
    }
  });

  it('a dossier has a cover, contents and each part on a new page, photos included', async () => {
    const bytes = await sharp({ create: { width: 1600, height: 900, channels: 3, background: '#c98a3b' } })
      .webp()
      .toBuffer();
    const photo = await documents.preparePhoto(bytes);
    if (photo === undefined) throw new Error('the photo should be readable');
    expect([photo.width, photo.height]).toEqual([1200, 675]);
    const pdf = await documents.renderPdf(
      documents.dossier({
        title: '楼道亮起来',
        subtitle: '项目卷宗',
        meta,
        cover: [documents.facts([['编号', '2025-003']])],
        parts: [
          { title: '议题', body: [documents.heading('附议'), documents.paragraph('62 户附议。')] },
          { title: '照片', body: [documents.photos([{ photo, caption: '装好了' }])] },
        ],
      }),
    );
    expect(pageCount(pdf)).toBe(4);
  });

  it('a broken photo is no photo, and costs nothing else', async () => {
    expect(await documents.preparePhoto(Buffer.from('not a picture'))).toBeUndefined();
  });

  it('what people typed never opens a file', async () => {
    const body = [documents.paragraph('file:///etc/passwd'), { image: '/etc/hostname' } satisfies documents.Block];
    await expect(documents.renderPdf(documents.paper({ title: '试', meta, body }))).rejects.toThrow(/denied/);
  });

  it.each([1, 2, 3, 4] as const)('%i letters on a sheet fill exactly the sheets they need', async (perPage) => {
    const pdf = await documents.renderPdf(
      documents.letters(
        Array.from({ length: 12 }, () => letter),
        perPage,
      ),
    );
    expect(pageCount(pdf)).toBe(12 / perPage);
  });

  it('embeds fonts only for the characters that are used', async () => {
    const pdf = await documents.renderPdf(documents.paper({ title: '灯', meta, body: [] }));
    expect(anyStreamHolds(pdf, 'begincmap')).toBe(true);
    expect(pdf.byteLength).toBeLessThan(30_000);
  });
});
