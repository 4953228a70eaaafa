import { formatYuan } from '#libs/money';
import type { ProjectStanding } from '#modules/bank';
import type { Notice } from '#modules/notices';
import type { SettlementCheck } from '#modules/projects';
import { defineText } from '#platform/i18n';
import { ActionForm, dayText, KeyValues, type PageFrame, Section, Soft, State } from '../ui/index.ts';

/** Words of what a settlement was compared with, and of its public notice. */
export const settlementText = defineText({
  compared: { zh: '银行和现金', en: 'Bank and cash' },
  bank: { zh: '银行对账', en: 'Bank' },
  cash: { zh: '现金', en: 'Cash' },
  bankNone: { zh: '未做银行对账（没有登记银行账户）', en: 'not compared with the bank: no account is registered' },
  bankMatched: { zh: '每一笔转账都和银行对账单核对过或说明过', en: 'every transfer is matched with the bank or explained' },
  bankOpen: (count: number) => ({ zh: `还有 ${count} 笔转账没和银行对上，也没有说明，不能结算`, en: `${count} transfers are neither matched nor explained` }),
  'cash-no-cash': { zh: '本项目没有现金收支', en: 'no cash was used' },
  'cash-none': { zh: '没有登记现金箱，未盘点', en: 'no cash box is registered' },
  'cash-counted': { zh: '两人盘点过，差额已说明或相符', en: 'counted by two' },
  'cash-uncounted': { zh: '最后一笔现金收支以后还没有两人盘点（或差额没说明），不能结算', en: 'not counted by two since the last movement' },
  explained: { zh: '已说明的差异', en: 'Explained differences' },
  toAccount: { zh: '去核对', en: 'Match them' },
  toBox: { zh: '去盘点', en: 'Count it' },
  notice: { zh: '结算公示', en: 'Public notice' },
  noticeUntil: (day: string) => ({ zh: `公示到 ${day}`, en: `on display until ${day}` }),
  noNotice: { zh: '结算公示几天，自治办还没有设定，所以还没有公示。', en: 'The office has not set for how many days a settlement is published.' },
  setIt: { zh: '去设定天数', en: 'Set the days' },
  publish: { zh: '公示', en: 'Publish' },
  published: { zh: '已公示。', en: 'Published.' },
  'needs-setting': { zh: '公示天数还没有设定，请先设定。', en: 'The days are not set yet.' },
  unexplained: { zh: '还有转账没和银行对上，也没有说明原因。请先核对或说明。', en: 'Transfers are neither matched with the bank nor explained.' },
  'cash-uncounted-error': {
    zh: '最后一笔现金收支以后，现金还没有两人盘点，或者差额没有说明。',
    en: 'The cash was not counted by two since its last movement.',
  },
  'open-advances': { zh: '还有预支没有结清。请先凭票结清或退回。', en: 'An advance is not settled yet.' },
  yearEnd: { zh: '退回记录和退款单', en: 'Returns and slips' },
});

/** How the settled account stood against bank and cash, and where it is on public notice. */
export function SettlementFacts(props: {
  page: PageFrame;
  projectId: string;
  check: SettlementCheck | null;
  notice: Notice | null;
  mayPublish: boolean;
  maySet: boolean;
  maySeeReturns: boolean;
}) {
  const { page, check, notice } = props;
  const t = settlementText[page.lang];
  const base = `${page.base}/projects/${props.projectId}`;
  return (
    <>
      <Section title={t.compared}>
        <KeyValues
          items={[
            [t.bank, check?.bank === 'matched' ? t.bankMatched : t.bankNone],
            [t.cash, check ? t[`cash-${check.cash}`] : t['cash-none']],
          ]}
        />
        {check && check.explained.length > 0 && (
          <>
            <p>{t.explained}</p>
            <ul>
              {check.explained.map((one) => (
                <li>
                  {one.day} {formatYuan(BigInt(one.fen))}：{one.text}（{one.byName}）
                </li>
              ))}
            </ul>
          </>
        )}
      </Section>
      {check && (
        <Section title={t.notice}>
          {notice ? (
            <p>
              <a href={`${page.base}/notices/${notice.id}`}>{notice.title}</a>{' '}
              {notice.endDay && <State>{t.noticeUntil(dayText(notice.endDay, page.lang))}</State>}
            </p>
          ) : (
            <>
              <p>
                {t.noNotice} {props.maySet && <a href={`${page.base}/policy/settings`}>{t.setIt}</a>}
              </p>
              {props.mayPublish && <ActionForm action={`${base}/settlement/publish`}>{t.publish}</ActionForm>}
            </>
          )}
        </Section>
      )}
      {props.maySeeReturns && (
        <p>
          <a href={`${base}/year-end`}>{t.yearEnd}</a>
        </p>
      )}
    </>
  );
}

/** What stands against settling, for those who may settle. */
export function StandingFacts({ page, standing }: { page: PageFrame; standing: ProjectStanding }) {
  const t = settlementText[page.lang];
  const [first] = standing.openMovements;
  return (
    <Section title={t.compared}>
      <KeyValues
        items={[
          [
            t.bank,
            standing.bank === 'open' ? (
              <>
                <State tone="bad">{t.bankOpen(standing.openMovements.length)}</State>{' '}
                {first && <a href={`${page.base}/accounts/${first.accountId}#open`}>{t.toAccount}</a>}
              </>
            ) : standing.bank === 'matched' ? (
              t.bankMatched
            ) : (
              t.bankNone
            ),
          ],
          [
            t.cash,
            standing.cash === 'uncounted' ? (
              <>
                <State tone="bad">{t['cash-uncounted']}</State>{' '}
                {standing.cashAccountId && <a href={`${page.base}/accounts/${standing.cashAccountId}`}>{t.toBox}</a>}
              </>
            ) : (
              t[`cash-${standing.cash}`]
            ),
          ],
        ]}
      />
      {standing.openMovements.length > 0 && (
        <ul>
          {standing.openMovements.slice(0, 20).map((one) => (
            <li>
              {one.day} {formatYuan(one.openFen)} {one.party} {one.text}
            </li>
          ))}
        </ul>
      )}
      {standing.explained.length > 0 && (
        <Soft>
          {t.explained}：{standing.explained.map((one) => `${one.day} ${formatYuan(one.amountFen)} ${one.text}（${one.byName}）`).join('；')}
        </Soft>
      )}
    </Section>
  );
}
