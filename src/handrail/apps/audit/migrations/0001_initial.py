from django.db import migrations, models

from handrail.reach import protection

# One row of `audit_chain` per chain holds its end and is locked while a fact is added, so two writers of one
# school queue and a chain never forks. The application has no right on either table but to read its own
# facts: it can only call `record_fact`, which runs as the owner.
CHAIN = """
create table audit_chain (
    chain bigint primary key,
    position bigint not null,
    last_hash bytea not null
);
revoke all on audit_chain from handrail_app;
"""

RECORD_FACT = """
create function record_fact(
    the_kind text, the_school bigint, the_pupil uuid, the_about text, the_person bigint, the_name text,
    the_role text, the_audience text, the_day date, the_detail jsonb
) returns timestamptz language plpgsql security definer set search_path = public, pg_temp as $$
declare
    stamp timestamptz := clock_timestamp();
    given text := nullif(current_setting('handrail.recorded_at', true), '');
    the_chain bigint := coalesce(the_school, 0);
    place bigint;
    before bytea;
    fact_text text;
    digest bytea;
begin
    -- Inside this function current_user is the owner; session_user is who logged in.
    if given is not null and pg_has_role(session_user, current_user, 'member') then
        stamp := given::timestamptz;
    end if;
    if the_pupil is not null and not pg_has_role(session_user, current_user, 'member') and not exists (
        select from pupils_pupil as pupil
        where pupil.id = the_pupil and pupil.school_id = the_school and (
            school_id = any(coalesce(nullif(current_setting('handrail.schools', true), ''), '{}')::bigint[])
            or id = any(coalesce(nullif(current_setting('handrail.pupils', true), ''), '{}')::uuid[])
        )
    ) then
        raise insufficient_privilege using message = 'a fact about a pupil outside the reach';
    end if;
    insert into audit_chain values (the_chain, 0, '') on conflict do nothing;
    select position, last_hash into place, before from audit_chain where chain = the_chain for update;
    place := place + 1;
    fact_text := jsonb_build_object(
        'chain', the_chain, 'position', place, 'kind', the_kind, 'school_id', the_school,
        'pupil_id', the_pupil, 'about', the_about, 'by_id', the_person, 'by_name', the_name,
        'by_role', the_role, 'audience', the_audience, 'happened_on', the_day, 'recorded_at', stamp,
        'detail', the_detail
    )::text;
    digest := sha256(before || convert_to(fact_text, 'UTF8'));
    insert into audit_fact (
        chain, position, kind, school_id, pupil_id, about, by_id, by_name, by_role, audience, happened_on,
        recorded_at, detail, content, hash
    ) values (
        the_chain, place, the_kind, the_school, the_pupil, the_about, the_person, the_name, the_role,
        the_audience, the_day, stamp, the_detail, fact_text, digest
    );
    update audit_chain set position = place, last_hash = digest where chain = the_chain;
    return stamp;
end $$;
-- timestamptz becomes text in the session's zone; what is hashed must not depend on the session.
alter function record_fact(text, bigint, uuid, text, bigint, text, text, text, date, jsonb)
    set timezone = 'UTC';
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Fact",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("chain", models.BigIntegerField()),
                ("position", models.BigIntegerField()),
                ("kind", models.TextField(db_collation="C")),
                ("school_id", models.BigIntegerField(null=True)),
                ("pupil_id", models.UUIDField(null=True)),
                (
                    "about",
                    models.TextField(
                        db_collation="C", help_text="what the fact is about, as “plans.goal:<id>”"
                    ),
                ),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.TextField()),
                ("by_role", models.TextField()),
                ("audience", models.TextField(db_collation="C")),
                ("happened_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("detail", models.JSONField()),
                ("content", models.TextField(help_text="the exact text that is hashed")),
                ("hash", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("chain", "position"), name="audit_fact_place_in_chain")
                ],
                "indexes": [
                    models.Index(fields=["pupil_id", "-happened_on", "-id"], name="audit_fact_of_pupil")
                ],
            },
        ),
        # Nobody sees a fact until the pupils' migration adds the policy: a fact is seen where its pupil is.
        migrations.RunSQL(
            "alter table audit_fact enable row level security;"
            "alter table audit_fact force row level security;",
            "",
        ),
        migrations.RunSQL("revoke insert, update, delete, truncate on audit_fact from handrail_app;", ""),
        migrations.RunSQL(CHAIN, "drop table audit_chain"),
        protection.function(
            RECORD_FACT,
            "record_fact(text, bigint, uuid, text, bigint, text, text, text, date, jsonb)",
        ),
    ]
