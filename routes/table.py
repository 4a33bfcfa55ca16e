"""Which handler answers at which address."""

from typing import TYPE_CHECKING

from starlette.routing import BaseRoute, Route

from routes.lazy_module import LazyModule

if TYPE_CHECKING:
    from routes import (
        advice,
        backup,
        blanks,
        chart,
        devices,
        documents,
        duties,
        edits,
        intake,
        kpis,
        letterhead,
        libraries_in,
        libraries_out,
        logo,
        merged,
        papers,
        people,
        posts,
        read_back,
        starts,
        tags,
        versions,
        workbooks,
    )
else:
    advice, backup, blanks, devices, documents = map(LazyModule, ("advice", "backup", "blanks", "devices", "documents"))
    edits, intake, libraries_in, libraries_out = map(LazyModule, ("edits", "intake", "libraries_in", "libraries_out"))
    letterhead, logo, merged, papers = map(LazyModule, ("letterhead", "logo", "merged", "papers"))
    read_back, starts, versions, workbooks = map(LazyModule, ("read_back", "starts", "versions", "workbooks"))
    chart, duties, kpis, people = map(LazyModule, ("chart", "duties", "kpis", "people"))
    posts, tags = map(LazyModule, ("posts", "tags"))


ROUTES: list[BaseRoute] = [
    Route("/roles", documents.open_file, methods=["POST"]),
    Route("/roles/{role}/edits", edits.post_edits, methods=["POST"]),
    Route("/roles/{role}/publish", versions.publish, methods=["POST"]),
    Route("/roles/{role}/versions", versions.name_version, methods=["POST"]),
    Route("/roles/{role}/restore", versions.restore_version, methods=["POST"]),
    Route("/roles/{role}/replace", versions.replace_role, methods=["POST"]),
    Route("/roles/{role}/differences", read_back.differences, methods=["POST"]),
    Route("/roles/{role}/brought", read_back.take, methods=["POST"]),
    Route("/roles/{role}/changes", versions.changes),
    Route("/roles/{role}/papers/{paper}", papers.make, methods=["POST"]),
    Route("/roles/{role}/posts", posts.of_others),
    Route("/roles/{role}/sources", merged.offered),
    Route("/roles/{role}/sources", merged.take, methods=["POST"]),
    Route("/roles/{role}/export.{ending}", documents.export),
    Route("/tags", tags.tag, methods=["POST"]),
    Route("/intake", intake.read_in, methods=["POST"]),
    Route("/intake/role", intake.take_in, methods=["POST"]),
    Route("/intake/roles", intake.take_all, methods=["POST"]),
    Route("/workbooks", workbooks.begin, methods=["POST"]),
    Route("/workbooks/{job}", workbooks.progress),
    Route("/workbooks/{job}/cancel", workbooks.cancel, methods=["POST"]),
    Route("/workbooks/{job}/file", workbooks.take),
    Route("/shop/merges", merged.make, methods=["POST"]),
    Route("/shop/merges/look", merged.look, methods=["POST"]),
    Route("/shop/chart.pdf", chart.export),
    Route("/shop/people.xlsx", people.export),
    Route("/shop/duties", duties.show),
    Route("/shop/duties.xlsx", duties.export),
    Route("/shop/duties/offer", duties.offer),
    Route("/shop/duties/times", duties.timed),
    Route("/shop/loads", duties.loads),
    Route("/shop/kpis", kpis.show),
    Route("/shop/kpis.xlsx", kpis.export),
    Route("/shop/kpis/scores", kpis.scores),
    Route("/shop/people/{person}/duties.{ending}", people.duties),
    Route("/shop/example", people.bring_example, methods=["POST"]),
    Route("/form.{ending}", documents.empty_form),
    Route("/look", documents.choose_look, methods=["POST"]),
    Route("/standards", documents.choose_standards, methods=["POST"]),
    Route("/roles/{role}/advice", advice.of_role),
    Route("/advice", advice.switch, methods=["POST"]),
    Route("/roles/{role}/text", documents.plain_text),
    Route("/roles/{role}/picture", documents.picture),
    Route("/blanks.json", blanks.known_blanks),
    Route("/starts", starts.find),
    Route("/items", libraries_out.search_items),
    Route("/libraries", libraries_in.begin, methods=["POST"]),
    Route("/libraries/tables", libraries_in.tables, methods=["POST"]),
    Route("/libraries/preview", libraries_in.preview, methods=["POST"]),
    Route("/libraries/take", libraries_in.take_in, methods=["POST"]),
    Route("/libraries/{library}/copy", libraries_in.copy, methods=["POST"]),
    Route("/libraries/{library}/items", libraries_in.add_items, methods=["POST"]),
    Route("/libraries/{library}/away", libraries_in.put_away, methods=["POST"]),
    Route("/libraries/{library}/code", libraries_out.library_code),
    Route("/libraries/{library}.{ending}", libraries_out.library_file),
    Route("/devices", devices.show),
    Route("/devices/{device}/out", devices.put_out, methods=["POST"]),
    Route("/shop/logo.png", logo.show),
    Route("/shop/logo", logo.bring, methods=["POST"]),
    Route("/shop/letterhead.docx", letterhead.show),
    Route("/shop/letterhead", letterhead.bring, methods=["POST"]),
    Route("/backup.zip", backup.take_backup, methods=["POST"]),
    Route("/backup/taken", backup.keep_moment, methods=["POST"]),
    Route("/backup", backup.bring_backup, methods=["POST"]),
    Route("/backup/restore", backup.restore_backup, methods=["POST"]),
]
