-- A call may end before its last day is over: by a change with its reason, its notice and everybody told, like any other.
alter table round_change drop constraint round_change_kind_check
-- ;;
alter table round_change add constraint round_change_kind_check check (kind in ('extended', 'closed-early', 'cancelled', 'reopened'))
-- ;;
alter table round_change add constraint round_change_closed_early check (kind <> 'closed-early' or (from_state = 'open' and to_state = 'reviewing'
  and to_last_day = decided_on and to_last_day <= from_last_day))
