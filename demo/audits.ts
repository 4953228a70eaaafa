import { drawnItems, drawSample, issueReport, openAudit, takeStep, writeFinding } from '#modules/audits';
import { followReferral, referUpwards } from '#modules/office';
import { done, type Stage } from './stage.ts';

const checklist = ['发票真实，抬头是付款单位', '发票金额与付款金额一致', '花在申报书列的事上', '先批准后付款，批的人不是报的人', '东西到了，有人签收或有照片'];

async function audit(stage: Stage, key: string, about: { title: string; fromDay: string; toDay: string; seed: string }): Promise<string> {
  const { auditId } = await done(
    `audit ${key}`,
    openAudit(await stage.as('officer', `audit ${key}`), {
      title: about.title,
      commissionedBy: '支点镇主任办公会',
      purpose: '看自治金是不是花在申报的事上，凭证齐不齐。',
      auditor: { personId: await stage.personId('auditor') },
      fromDay: about.fromDay,
      toDay: about.toDay,
      periodFrom: stage.dayAt(-900),
      periodTo: stage.dayAt(0),
      answerDays: 10,
      roundIds: [],
      neighbourhoodIds: [],
    }),
  );
  await done(
    `audit sample ${key}`,
    drawSample(await stage.as('auditor', `audit sample ${key}`), { auditId, unit: 'payment', method: 'monetary', seed: about.seed, wanted: 4, checklist }),
  );
  return auditId;
}

/** One finding of the first drawn item of 蔡路, or else of the office. */
async function finding(stage: Stage, key: string, auditId: string, words: { clause: string; body: string }): Promise<string> {
  const place = await stage.neighbourhoodId('pd-cailu');
  const item = (await stage.read((tx) => drawnItems(tx, auditId))).find(({ neighbourhoodId }) => neighbourhoodId === place);
  const { findingId } = await done(
    `audit finding ${key}`,
    writeFinding(await stage.as('auditor', `audit finding ${key}`), {
      auditId,
      itemId: item?.id ?? null,
      neighbourhoodId: place,
      toOffice: false,
      severity: 'slight',
      ...words,
      amountFen: null,
      misstated: false,
      papers: [],
    }),
  );
  await done(`audit issue ${key}`, takeStep(await stage.as('auditor', `audit issue ${key}`), { findingId, kind: 'issued', body: '' }));
  return findingId;
}

/** An audit with its report, one that goes on, and a problem that the grant cannot solve. */
export async function tellAudits(stage: Stage): Promise<void> {
  stage.on(-40);
  const before = await audit(stage, 'before', { title: '自治金凭证抽查', fromDay: stage.dayAt(-40), toDay: stage.dayAt(-20), seed: '3-8-1-0' });
  const answered = await finding(stage, 'before', before, { clause: '演示规定第十二条', body: '到货照片没有写明日期，无法与送货单核对先后。' });
  stage.on(-35);
  await done(
    'audit answer',
    takeStep(await stage.as('cailu-secretary', 'audit answer'), { findingId: answered, kind: 'answered', body: '照片存有拍摄时间，已补注在送货单上。' }),
  );
  stage.on(-30);
  await done('audit settle', takeStep(await stage.as('auditor', 'audit settle'), { findingId: answered, kind: 'settled', body: '拍摄时间已核，早于付款。' }));
  await done(
    'audit report',
    issueReport(await stage.as('auditor', 'audit report'), {
      auditId: before,
      opinion: '抽查的付款均有凭证，账实相符，先批准后付款。',
      summary: '按货币单位抽样抽查付款，发现轻微问题一条，已说明。',
    }),
  );
  stage.on(-6);
  const now = await audit(stage, 'now', { title: '今年自治金专项审计', fromDay: stage.dayAt(-6), toDay: stage.dayAt(24), seed: '6-2-7-7' });
  await finding(stage, 'now', now, { clause: '演示规定第十五条', body: '验收清单由两人签字，其中一人没有写日期。' });
  stage.on(-4);
  const { referralId } = await done(
    'referral',
    referUpwards(await stage.as('officer', 'referral'), {
      neighbourhoodId: await stage.neighbourhoodId('pd-cailu'),
      projectId: null,
      matterId: null,
      title: '蔡路老街坊屋面渗水',
      toName: '区房屋管理部门（演示）',
      facts: '四幢老房子屋面老化，顶楼住户反映雨天渗水。房子没有物业公司，没有维修资金。',
      tried: '居民区开过听证会；申报自治金时核对规定，工程类支出不在自治金用途里。',
      why: '规定写明自治金不能用于工程施工，屋面维修的费用也超过一个项目的上限。',
      dueDay: stage.dayAt(40),
      costs: [
        { name: '屋面防水翻修四幢', amountFen: 18_600_000n, basis: '两家报价取低（演示）' },
        { name: '落水管更换', amountFen: 1_240_000n, basis: '同上' },
      ],
    }),
  );
  await done('referral sent', followReferral(await stage.as('officer', 'referral sent'), { referralId, kind: 'sent', body: '', day: stage.dayAt(-4) }));
}
