"""Files that are broken, foreign or meant to do harm: one clear error each, and nothing opened."""

import io
import struct
import zipfile

import pytest

from comparelib.errors import InputFaults
from comparelib.exchange.refi import qdpx_bytes, read_qdc, read_qdpx
from comparelib.exchange.refi.codebook_file import qdc_bytes
from comparelib.exchange.refi.project import RefiProject
from exchange_samples import BOOK, TEXTS, archive, nvivo_project, parts, parts_of


def changed(**replaced):
    """A good project of which some parts are replaced (None takes one away)."""
    files = parts_of(qdpx_bytes(parts()))
    for name, content in replaced.items():
        path = next(part for part in files if name in part)
        files.pop(path)
        if content is not None:
            files[path] = content
    return archive(files)


def xml():
    return parts_of(qdpx_bytes(parts()))["project.qde"].decode("utf-8")


def fault_of(data, read=read_qdpx):
    with pytest.raises(InputFaults) as caught:
        read(data, "vreemd.qdpx")
    faults = caught.value.faults
    assert all(str(fault.path).startswith("vreemd.qdpx") for fault in faults)
    return "\n".join(map(str, faults))


def test_the_file_that_is_changed_here_is_good():
    assert isinstance(read_qdpx(changed(), "x"), RefiProject)


@pytest.mark.parametrize(
    "path",
    [
        "../uit.txt",
        "sources/../../uit.txt",
        "/etc/uit.txt",
        "C:\\uit.txt",
        "sources\\..\\..\\uit.txt",
        "\\\\s\\uit",
    ],
)
def test_a_path_that_leads_out_of_the_archive(path):
    files = parts_of(qdpx_bytes(parts())) | {path: b"x"}
    assert "a path that leads out of it" in fault_of(archive(files))


def test_a_zip_bomb():
    files = parts_of(qdpx_bytes(parts())) | {"sources/bom.txt": b"0" * 30_000_000}
    assert "zip bomb" in fault_of(archive(files))


def test_a_size_that_lies_does_not_unpack_more():
    data = bytearray(changed())
    at = data.rindex(b"PK\x01\x02")  # the last entry of the directory says that it is small
    data[at + 24 : at + 28] = struct.pack("<I", 5)
    name = zipfile.ZipFile(io.BytesIO(bytes(data))).infolist()[-1].filename
    assert name.startswith("sources/")
    assert "is broken" in fault_of(bytes(data))


ENTITIES = [
    '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE Project SYSTEM "https://example.org/a.dtd">',
    '<!DOCTYPE Project [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
]


@pytest.mark.parametrize("declared", ENTITIES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_external_and_nested_entities(declared, encoding):
    head, body = xml().split("?>\n", 1)
    head = head.replace("UTF-8", encoding.upper())
    data = f"{head}?>\n{declared}\n{body}".replace('name="Voorbeeld"', 'name="&amp;"').encode(encoding)
    assert "document type or entities" in fault_of(changed(project=data))


def test_broken_xml():
    assert "the XML is broken" in fault_of(changed(project=xml()[:-30].encode("utf-8")))


def test_a_breach_of_the_schema_is_named_with_its_line():
    broken = xml().replace(' startPosition="', ' beginPosition="')
    told = fault_of(changed(project=broken.encode("utf-8")))
    assert "beginPosition" in told
    assert "more breaches" in told
    line = next(number for number, text in enumerate(broken.splitlines(), start=1) if "beginPosition" in text)
    assert f"(project.qde):{line}:" in told


def test_another_version_of_the_schema():
    other = xml().replace("urn:QDA-XML:project:1.0", "urn:QDA-XML:project:2.0").encode("utf-8")
    assert "another version of the standard, urn:QDA-XML:project:2.0" in fault_of(changed(project=other))


def test_a_codebook_where_a_project_is_meant_and_the_other_way_round():
    assert "a REFI-QDA codebook, not a project" in fault_of(changed(project=qdc_bytes(BOOK)))
    assert "a REFI-QDA project, not a codebook" in fault_of(xml().encode("utf-8"), read_qdc)
    assert "no REFI-QDA file" in fault_of(b"<html/>", read_qdc)


def test_no_zip_an_empty_zip_and_half_a_zip():
    assert "cut off or broken" in fault_of(b"no zip at all")
    assert "no project.qde" in fault_of(archive({"a.txt": b"x"}))
    assert "cut off or broken" in fault_of(changed()[:-40])


def test_two_projects_in_one_archive():
    two = archive({"a.qde": b"<a/>", "b.qde": b"<b/>"})
    assert "2 projects in it" in fault_of(two)


def test_sources_that_are_missing_are_all_named():
    files = parts_of(qdpx_bytes(parts()))
    data = archive({name: content for name, content in files.items() if not name.startswith("sources/")})
    told = fault_of(data)
    assert told.count("is not in the archive") == len(TEXTS)
    assert all(doc_id in told for doc_id in TEXTS)


def test_a_source_outside_the_archive_is_not_fetched():
    for path in ("absolute:///etc/passwd", "relative://../x.txt", "internal://../project.qde"):
        data = xml().replace('plainTextPath="internal://', f'plainTextPath="{path}#', 1).encode("utf-8")
        assert "is not in the archive" in fault_of(changed(project=data))


def test_a_source_that_is_no_utf_8():
    assert "is not UTF-8" in fault_of(changed(sources="één".encode("latin-1")))


def test_a_source_in_utf_16_with_its_mark_is_read():
    codes = (("energy",),)
    data = nvivo_project([(0, 4, ("energy",), "cp", "Eén 🏭")], text="Eén 🏭", codes=codes)
    files = parts_of(data)
    name = next(part for part in files if part.endswith(".txt") and files[part] != b"\n")
    files[name] = "Eén 🏭".encode("utf-16")
    assert read_qdpx(archive(files), "x").sources[0].text == "Eén 🏭"


def test_other_spellings_of_paths_and_guids_are_known():
    files = parts_of(qdpx_bytes(parts()))
    text = files.pop("project.qde").decode("utf-8")
    for guid in {part.split("/")[1][:-4] for part in files}:
        text = text.replace(f'guid="{guid}"', f'guid="{{{guid.upper()}}}"')
    odd = {name.replace("sources/", "Sources\\").upper(): content for name, content in files.items()}
    project = read_qdpx(archive({"Project.QDE": text.encode("utf-8"), **odd}), "x")
    assert sum(len(source.selections) for source in project.sources) == 8
