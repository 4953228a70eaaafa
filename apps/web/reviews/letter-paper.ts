import { formatDay } from '#libs/civil-time';
import { formatYuan, toChineseCapital } from '#libs/money';
import { type Block, facts, heading, list, pageBreak, paper, paragraph, type PdfDocument, signatures, table } from '#platform/documents';
import { dayOf } from '#libs/civil-time';
import { pointsText } from '#modules/reviews';
import { neededWords } from './allocation-words.ts';
import type { LetterFigures } from './letter-view.ts';

/** The name of the letter by its outcome. */
export const letterTitle = ({ proposal }: Pick<LetterFigures, 'proposal'>): string =>
  proposal.outcome === 'award' ? '社区自治金资助决定书' : proposal.outcome === 'wait' ? '社区自治金候补通知书' : '社区自治金不予资助告知书';

/** How and until when one may object, in the words of the letter. */
export function objectionWords(letter: Pick<LetterFigures, 'notice' | 'proposal'>): string {
  const { notice, proposal } = letter;
  const until = notice?.endDay ? formatDay(notice.endDay, 'zh') : '';
  const answered = notice?.answerDueDay ? `，最迟于${formatDay(notice.answerDueDay, 'zh')}前答复` : '';
  const how = '在本轮“异议与答复”页提出，或者向街镇自治办书面提出，可以附证据；由没有参与拟定的人员答复，答复公开';
  return proposal.confirmation === null
    ? `对拟定结果有异议的，请于${until}前${how}${answered}。`
    : `拟定结果已公示至${until}，公示期内可以${how}${answered}。对本决定不服的，可以向街镇自治办书面反映。`;
}

function body(letter: LetterFigures, today: string): Block[] {
  const { project, proposal, application, round } = letter;
  const final = proposal.confirmation?.decision === 'confirmed';
  const needed = letter.line ? neededWords(letter.line, 'zh') : '';
  const cut = proposal.cutLines.flatMap((no) => {
    const line = application.lines[no - 1];
    return line ? [`第 ${no} 行“${line.name}” ${formatYuan(line.amountFen)} 元`] : [];
  });
  const opening =
    proposal.outcome === 'award'
      ? `经评审，${final ? '决定' : '拟'}对你单位申报的“${project.title}”资助社区自治金人民币 ${formatYuan(proposal.grantFen)} 元（大写：${toChineseCapital(proposal.grantFen)}）。`
      : proposal.outcome === 'wait'
        ? `经评审，你单位申报的“${project.title}”${final ? '' : '拟'}列为候补第 ${proposal.waitingNo} 位。有项目退出、资金空出时，按次序递补，届时拟资助 ${formatYuan(proposal.waitingFen ?? 0n)} 元。`
        : `经评审，${final ? '决定' : '拟'}对你单位申报的“${project.title}”不予资助。`;
  return [
    paragraph(`${letter.committee}：`, { bold: true }),
    paragraph(opening, { indent: true }),
    ...(final ? [] : [paragraph('（本件为公示稿，公示期满并经确认后生效。）', { soft: true })]),
    facts([
      ['申报轮次', round.name],
      ['项目编号', `${letter.placeName} ${project.serial}`],
      ['申请金额', `${formatYuan(application.grantFen)} 元（项目总额 ${formatYuan(application.totalFen)} 元）`],
      [
        '结论',
        proposal.outcome === 'award'
          ? `资助 ${formatYuan(proposal.grantFen)} 元`
          : proposal.outcome === 'wait'
            ? `候补第 ${proposal.waitingNo} 位`
            : '不予资助',
      ],
    ]),
    heading('一、评分'),
    paragraph(
      `${letter.reviewers} 位专家评审，${letter.reviewMean === null ? `平均 ${proposal.meanText} 分（满分 100）` : `平均 ${letter.reviewMean} 分，连同本轮计入的其他评分，总分 ${proposal.meanText} 分（满分 100）`}。各项得分和本轮全部项目的平均如下：`,
      { indent: true },
    ),
    table({
      columns: [
        { label: '评审项' },
        { label: '权重', width: 50, align: 'right' },
        { label: '满分', width: 50, align: 'right' },
        { label: '本项目', width: 65, align: 'right' },
        { label: '本轮平均', width: 65, align: 'right' },
      ],
      rows: letter.criteria.map((each) => [each.title, `${each.weightPercent}%`, String(each.maxPoints), pointsText(each.own), pointsText(each.round)]),
    }),
    heading('二、理由'),
    ...(proposal.reason === proposal.departureReason ? [] : [paragraph(proposal.reason, { indent: true })]),
    ...(proposal.outcome === 'wait' && project.state === 'declined' && project.stateReason ? [paragraph(project.stateReason, { indent: true })] : []),
    ...(letter.ruleSays && letter.ruleSays !== proposal.reason ? [paragraph(`按选定的分配规则：${letter.ruleSays}`, { indent: true })] : []),
    ...(proposal.departureReason ? [paragraph(`与规则不同的理由：${proposal.departureReason}`, { indent: true })] : []),
    ...(needed && !(letter.ruleSays ?? '').includes(needed) && !proposal.reason.includes(needed) ? [paragraph(needed, { indent: true })] : []),
    ...(proposal.terms || cut.length > 0
      ? [
          heading('三、条件'),
          ...(cut.length > 0 ? [paragraph(`下列预算不在资助之内：${cut.join('；')}。`, { indent: true })] : []),
          ...(proposal.terms ? [paragraph(proposal.terms, { indent: true })] : []),
          paragraph('请签收本决定书并表示同意；签订协议前按核定金额调整预算。不同意的，可以撤回项目。', { indent: true }),
        ]
      : []),
    heading(proposal.terms || cut.length > 0 ? '四、依据' : '三、依据'),
    list([...(letter.policyTitle ? [`本轮适用：${letter.policyTitle}`] : []), ...letter.clauses]),
    heading(proposal.terms || cut.length > 0 ? '五、异议' : '四、异议'),
    paragraph(objectionWords(letter), { indent: true }),
    signatures(
      [
        { label: '街镇自治金管理办公室（盖章）', note: proposal.confirmation ? `确认：${proposal.confirmation.decidedByName}` : '' },
        { label: '签收（盖章）', note: letter.committee },
      ],
      '日期',
    ),
    paragraph(`${proposal.confirmation ? formatDay(dayOf(proposal.confirmation.decidedAt), 'zh') : formatDay(today, 'zh')}`, { align: 'right' }),
  ];
}

/** One letter, or all of a round in one paper, each on a page of its own. */
export function letterPaper(letters: readonly LetterFigures[], about: { subdistrict: string; today: string }): PdfDocument {
  const [first] = letters;
  const one = letters.length === 1 ? first : undefined;
  return paper({
    title: one ? letterTitle(one) : '资助决定书汇编',
    subtitle: one ? `${one.placeName} ${one.project.serial}` : `${first?.round.name ?? ''}，共 ${letters.length} 份`,
    meta: { lang: 'zh', issuer: about.subdistrict, code: one ? `${one.placeName} ${one.project.serial}` : (first?.round.name ?? ''), printedDay: about.today },
    body: one
      ? body(one, about.today)
      : letters.flatMap((letter, at) => [
          ...(at === 0 ? [] : [pageBreak()]),
          heading(`${letterTitle(letter)}（${letter.placeName} ${letter.project.serial}）`, { toc: true }),
          ...body(letter, about.today),
        ]),
  });
}
