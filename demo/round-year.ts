import {
  addRoundDocument,
  answerRoundQuestion,
  askAboutRound,
  nudgeCommittee,
  offerHelp,
  planBriefing,
  planRound,
  publishCall,
  setQuotas,
  settleBriefing,
} from '#modules/funds';
import { listOrganisations } from '#modules/people';
import { paper, paragraph, renderPdf, table } from '#platform/documents';
import { done, type Stage } from './stage.ts';

/** The second round as the office announced it: call with a paper, calendar, briefing with a question, quotas; then a nudge and an offer of help. */
export async function tellRound(stage: Stage, roundId: string, opens: number, closes: number): Promise<void> {
  const as = (who: Parameters<Stage['as']>[0], step: string) => stage.as(who, `round year ${step}`);
  await done(
    'call',
    publishCall(await as('officer', 'call'), {
      roundId,
      number: '演示自治办〔第二批〕1号',
      title: '关于开展社区自治金第二批申报的通知',
      body: '为支持居民把自己议定的事办成、管好，现开展第二批自治金申报。\n\n项目要从居民提出的议题来，经过听证，有人管护。今年没有报过的居民区，可以请专家和共建单位帮助。',
      handIn: '项目申报书（加盖居委会公章）\n听证会记录和签到\n居民筹资的，附表决结果\n管护人的承诺',
      contact: '街镇自治办，顾文清',
    }),
  );
  const days = (kind: 'check' | 'review' | 'notice' | 'review-session', from: number, to: number) =>
    ({ id: null, kind, title: '', fromDay: stage.dayAt(from), toDay: stage.dayAt(to), note: '' }) as const;
  await done(
    'calendar',
    planRound(await as('officer', 'calendar'), {
      roundId,
      steps: [
        days('check', closes + 1, closes + 10),
        days('review', closes + 11, closes + 20),
        days('notice', closes + 21, closes + 26),
        days('review-session', closes + 200, closes + 200),
      ],
    }),
  );
  const briefingId = await done(
    'briefing',
    planBriefing(await as('officer', 'briefing'), {
      roundId,
      title: '自治金申报宣讲会',
      startsAt: stage.instant(opens + 4, '14:00'),
      endsAt: stage.instant(opens + 4, '16:00'),
      place: '街镇三楼会议室',
      speaker: '顾文清',
      about: '申报书怎么写，预算怎么列，哪些钱不能花。',
    }),
  );
  const sheet = await stage.store('round budget sheet', () =>
    renderPdf(
      paper({
        title: '项目预算明细表（样张）',
        meta: { lang: 'zh', issuer: '演示街道自治办', printedDay: stage.day },
        body: [
          paragraph('一行写一样东西，写明数量、单价和资金从哪里来。'),
          table({
            columns: [{ label: '项目' }, { label: '数量' }, { label: '单价（元）' }, { label: '资金来源' }],
            rows: Array.from({ length: 8 }, () => ['', '', '', '']),
            rowHeight: 24,
          }),
        ],
      }),
    ),
  );
  await done(
    'document',
    addRoundDocument(await as('officer', 'document'), {
      roundId,
      briefingId: null,
      title: '项目预算明细表（样张）',
      file: { ...sheet, name: '项目预算明细表.pdf' },
    }),
  );
  stage.on(opens + 5);
  const places = await Promise.all((['pd-cailu', 'pd-shengli', 'pd-qingdong'] as const).map((code) => stage.neighbourhoodId(code)));
  await done(
    'held',
    settleBriefing(await as('officer', 'held'), {
      briefingId,
      to: 'held',
      text: '讲了申报书、预算和听证记录三样，现场看了一份去年的申报书。',
      guests: places.map((neighbourhoodId) => ({ neighbourhoodId, people: 2, names: '' })),
    }),
  );
  const questionId = await done(
    'question',
    askAboutRound(await as('cailu-secretary', 'question'), {
      roundId,
      briefingId,
      neighbourhoodId: places[0] ?? '',
      text: '同一个居民区已经在第一批得到资助，第二批还能报吗？',
    }),
  );
  await done('answer', answerRoundQuestion(await as('officer', 'answer'), { questionId, answer: '可以，两批合计不超过居民区的年度额度。' }));
  await done(
    'open question',
    askAboutRound(await as('shengli-secretary', 'open question'), {
      roundId,
      briefingId: null,
      neighbourhoodId: places[1] ?? '',
      text: '共建单位出的人工，算不算撬动的资金？',
    }),
  );
  const quota = (neighbourhoodId: string, amountFen: bigint, reason = '') => ({ neighbourhoodId, amountFen, countLimit: 2, reason });
  await done(
    'quotas',
    setQuotas(await as('officer', 'quotas'), {
      roundId,
      quotas: [...places, await stage.neighbourhoodId('pd-changdao')].map((id) => quota(id, 5_000_000n, '第二批资金少，各居民区不超过五万元')),
      binds: 'award',
      over: 'refuse',
      proposals: [],
    }),
  );
  stage.on(-9);
  await done(
    'nudge',
    nudgeCommittee(await as('officer', 'nudge'), {
      roundId,
      neighbourhoodId: places[2] ?? '',
      text: '第二批快截止了，还没有看到你们的申报。缺人手还是缺议题，回个话。',
      againReason: '',
    }),
  );
  const [partner] = (await stage.read((tx) => listOrganisations(tx, places[0] ?? ''))).filter(({ kind }) => kind === 'partner');
  await done(
    'help',
    offerHelp(await as('officer', 'help'), {
      roundId,
      neighbourhoodId: places[0] ?? '',
      kind: 'partner',
      personId: null,
      organisationId: partner?.id ?? null,
      offer: '帮着核对门头灯的用电和安装价格',
    }),
  );
}
