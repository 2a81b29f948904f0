from django.db import migrations

from handrail.reach import protection

# Nobody's program, form or slip of the hand changes what a pupil said once it is settled: not its words, not its
# pictures, not who wrote it down. Only with whom it is shared may change, and where it belongs when a pupil moves.
NEVER_EDITED = """
create function voice_never_edited() returns trigger language plpgsql as $$
begin
    if not old.is_open and (
        new.is_open, new.words, new.choices, new.asks, new.question, new.talk_id, new.said_on, new.recorded_at,
        new.written_by_id, new.scribe_name, new.how
    ) is distinct from (
        old.is_open, old.words, old.choices, old.asks, old.question, old.talk_id, old.said_on, old.recorded_at,
        old.written_by_id, old.scribe_name, old.how
    ) then
        raise exception 'what a pupil said is not edited: answer %', old.id;
    end if;
    if new.written_by_id is distinct from old.written_by_id then
        raise exception 'what one person wrote down is not handed to another: answer %', old.id;
    end if;
    return new;
end $$;
create trigger never_edited before update on voice_answer for each row execute function voice_never_edited();

create function voice_file_as_it_came() returns trigger language plpgsql as $$
begin
    if (new.content, new.sha256, new.kind, new.what, new.answer_id) is distinct from
       (old.content, old.sha256, old.kind, old.what, old.answer_id) then
        raise exception 'a drawing or a sound of a pupil is not edited: file %', old.id;
    end if;
    return new;
end $$;
create trigger as_it_came before update on voice_answerfile for each row execute function voice_file_as_it_came();
"""
EDITED_AGAIN = """
drop trigger as_it_came on voice_answerfile;
drop function voice_file_as_it_came();
drop trigger never_edited on voice_answer;
drop function voice_never_edited();
"""
KEPT = f"revoke delete, truncate on voice_answer, voice_talk from {protection.APPLICATION};"
NOT_KEPT = f"grant delete on voice_answer, voice_talk to {protection.APPLICATION};"


class Migration(migrations.Migration):
    dependencies = [("voice", "0001_initial"), ("pupils", "0005_own_lines")]

    operations = [
        *protection.protect_pupil_data("voice_talk", "voice_answer", "voice_answerfile", "voice_pickedline"),
        migrations.RunSQL(NEVER_EDITED, EDITED_AGAIN),
        migrations.RunSQL(KEPT, NOT_KEPT),
    ]
