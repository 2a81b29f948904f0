from django.db import migrations

from handrail.reach import protection

# Which versions still lack a PDF, in every school: ids only, so the job knows where to open a reach.
VERSIONS_WITHOUT_PDF = """
create function versions_without_pdf(how_many integer) returns table (version uuid, school bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select plans_version.id, plans_version.school_id
    from plans_version
    where issued_at > now() - interval '30 days'
        and not exists (select from documents_versionpdf where version_id = plans_version.id)
    order by plans_version.issued_at desc
    limit how_many
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("pupils", "0002_reach")]

    operations = [
        *protection.protect_pupil_data("documents_versionpdf"),
        protection.append_only("documents_versionpdf"),
        protection.function(VERSIONS_WITHOUT_PDF, "versions_without_pdf(integer)"),
    ]
