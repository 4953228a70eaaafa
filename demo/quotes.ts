import { giveRuling } from '#modules/funds';
import { addQuote, chooseQuote, listProjects, listSpendingRequests } from '#modules/projects';
import { invoiceLookalike, svgJpeg } from './pictures/index.ts';
import { done, type Stage } from './stage.ts';

/** Three suppliers of the playground's slide, and a ruling that holds for every project: water at meetings. */
export async function tellQuotes(stage: Stage): Promise<void> {
  const request = await stage.read(async (tx) => {
    for (const project of await listProjects(tx, { states: ['doing'] })) {
      const found = (await listSpendingRequests(tx, project.id)).find((each) => each.item === '滑梯和跷跷板一套' && each.approvals.length === 0);
      if (found) return found;
    }
    return null;
  });
  if (!request) throw new Error('demo: the slide was asked for');
  stage.on(-1);
  const paper = await stage.store('quote of the slide', () =>
    svgJpeg(invoiceLookalike({ number: '报价单', date: '', buyer: '胜利居委会', seller: '报价单（演示）', lines: [], total: '' })),
  );
  let taken = '';
  for (const [supplier, priceFen, note] of [
    ['乐童游艺器材店（演示）', 1_500_000n, '质保三年，包安装'],
    ['童趣玩具厂（演示）', 1_460_000n, '质保一年，自行安装'],
    ['申江体育用品（演示）', 1_620_000n, '质保三年'],
  ] as const) {
    const quoteId = await done(
      `quote of ${supplier}`,
      addQuote(await stage.as('shengli-resident', `slide quote ${supplier}`), {
        requestId: request.id,
        supplier,
        priceFen,
        day: stage.day,
        note,
        file: { stored: paper, name: `${supplier}报价单.jpg` },
      }),
    );
    if (supplier === request.payee) taken = quoteId;
  }
  await done(
    'choose',
    chooseQuote(await stage.as('shengli-resident', 'slide choice'), {
      requestId: request.id,
      quoteId: taken,
      reason: '便宜的一家不包安装，算上安装费反而贵。',
    }),
  );
  await done(
    'rule on water',
    giveRuling(await stage.as('officer', 'ruling water'), {
      ruleId: 'demo-water',
      projectId: null,
      terms: ['饮用水'],
      item: '会议矿泉水',
      clause: '“开会的瓶装水都可能报不了”',
      source: '公开报道（未见原文）',
      decision: 'allowed',
      reason: '两小时以上的居民会议，每人一瓶，附签到表；招待用水不在此列。',
      validTo: stage.dayAt(365),
    }),
  );
}
