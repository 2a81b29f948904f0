from django.db import migrations

# As in 0002, and each membership and each place in a circle says in which jurisdiction it is: the English of a page is
# chosen by it on every request, and asking for the school again would cost each page a query.
STANDING_OF = """
create or replace function standing_of(the_person bigint, the_day date) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
    with held as (
        select membership.role, membership.title, organisation.id, organisation.name, organisation.jurisdiction,
            case when organisation.kind = 'authority'
                then array(select school.id from organisations_organisation as school
                           where school.authority_id = organisation.id and school.kind = 'school')
                else array[organisation.id]
            end as schools
        from organisations_membership as membership
        join organisations_organisation as organisation on organisation.id = membership.organisation_id
        where membership.person_id = the_person and membership.starts_on <= the_day
            and (membership.ends_on is null or membership.ends_on >= the_day)
    ),
    also as (
        select enrolment.pupil_id, enrolment.at_id
        from pupils_enrolment as enrolment
        where enrolment.at_id in (select unnest(held.schools) from held)
            and enrolment.at_id <> enrolment.school_id and enrolment.starts_on <= the_day
            and (enrolment.ends_on is null or enrolment.ends_on >= the_day)
    ),
    places as (
        select member.id as member_id, member.kind, member.parental_responsibility,
            pupil.id as pupil_id, pupil.school_id, pupil.born, pupil.known_as,
            pupil.known_as || ' ' || pupil.family_name as name, school.jurisdiction
        from pupils_circlemember as member
        join pupils_pupil as pupil on pupil.id = member.pupil_id
        join organisations_organisation as school on school.id = pupil.school_id
        where member.person_id = the_person
            and (member.access_from is null or member.access_from <= the_day)
            and (member.access_until is null or member.access_until >= the_day)
            and case member.kind
                when 'pupil' then true
                when 'professional' then member.access_until is not null
                when 'staff' then pupil.school_id in (select unnest(held.schools) from held)
                    or pupil.id in (select also.pupil_id from also)
                when 'key_adult' then pupil.school_id in (select unnest(held.schools) from held)
                    or pupil.id in (select also.pupil_id from also)
                else member.parental_responsibility or member.receives_copies
            end
    )
    select jsonb_build_object(
        'memberships', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'organisation_id', id, 'organisation', name, 'role', role, 'title', title,
                'schools', to_jsonb(schools), 'jurisdiction', jurisdiction) order by id, role), '[]') from held),
        'places', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'pupil_id', pupil_id, 'school_id', school_id, 'member_id', member_id, 'kind', kind,
                'born', born, 'parental_responsibility', parental_responsibility,
                'known_as', known_as, 'name', name, 'jurisdiction', jurisdiction
                ) order by born, pupil_id), '[]') from places),
        'also_at', (
            select coalesce(jsonb_agg(jsonb_build_array(pupil_id, at_id)), '[]') from also)
    )
$$;
"""

BEFORE = """
create or replace function standing_of(the_person bigint, the_day date) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
    with held as (
        select membership.role, membership.title, organisation.id, organisation.name,
            case when organisation.kind = 'authority'
                then array(select school.id from organisations_organisation as school
                           where school.authority_id = organisation.id and school.kind = 'school')
                else array[organisation.id]
            end as schools
        from organisations_membership as membership
        join organisations_organisation as organisation on organisation.id = membership.organisation_id
        where membership.person_id = the_person and membership.starts_on <= the_day
            and (membership.ends_on is null or membership.ends_on >= the_day)
    ),
    also as (
        select enrolment.pupil_id, enrolment.at_id
        from pupils_enrolment as enrolment
        where enrolment.at_id in (select unnest(held.schools) from held)
            and enrolment.at_id <> enrolment.school_id and enrolment.starts_on <= the_day
            and (enrolment.ends_on is null or enrolment.ends_on >= the_day)
    ),
    places as (
        select member.id as member_id, member.kind, member.parental_responsibility,
            pupil.id as pupil_id, pupil.school_id, pupil.born, pupil.known_as,
            pupil.known_as || ' ' || pupil.family_name as name
        from pupils_circlemember as member
        join pupils_pupil as pupil on pupil.id = member.pupil_id
        where member.person_id = the_person
            and (member.access_from is null or member.access_from <= the_day)
            and (member.access_until is null or member.access_until >= the_day)
            and case member.kind
                when 'pupil' then true
                when 'professional' then member.access_until is not null
                when 'staff' then pupil.school_id in (select unnest(held.schools) from held)
                    or pupil.id in (select also.pupil_id from also)
                when 'key_adult' then pupil.school_id in (select unnest(held.schools) from held)
                    or pupil.id in (select also.pupil_id from also)
                else member.parental_responsibility or member.receives_copies
            end
    )
    select jsonb_build_object(
        'memberships', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'organisation_id', id, 'organisation', name, 'role', role, 'title', title,
                'schools', to_jsonb(schools)) order by id, role), '[]') from held),
        'places', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'pupil_id', pupil_id, 'school_id', school_id, 'member_id', member_id, 'kind', kind,
                'born', born, 'parental_responsibility', parental_responsibility,
                'known_as', known_as, 'name', name) order by born, pupil_id), '[]') from places),
        'also_at', (
            select coalesce(jsonb_agg(jsonb_build_array(pupil_id, at_id)), '[]') from also)
    )
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("pupils", "0005_own_lines"), ("organisations", "0002_places_by_iso_code")]

    operations = [migrations.RunSQL(STANDING_OF, BEFORE)]
