"""Cloud assemblies as their manifests describe them, read from a mapping of paths to what the files hold."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from webhook_constructs.templates.cloud_assembly import MANIFEST, CloudAssemblies, Files, artifacts_of
from webhook_constructs.templates.template import UNKNOWN_PLACE, Place, Template
from webhook_constructs.templates.template_error import TemplateError

OUT = Path("/app/cdk.out")
PLACE = Place("111122223333", "eu-west-1")
ENVIRONMENT = "aws://111122223333/eu-west-1"


@dataclass(frozen=True)
class Written:
    body: Any


class InMemory:
    """Files that nobody has written."""

    def __init__(self, files: dict[str, Any]) -> None:
        self._files = {OUT / name: Written(body) for name, body in files.items()}
        self.read_assets: list[str] = []

    def real(self, path: Path) -> Path:
        return path

    def read(self, path: Path) -> Written:
        if path not in self._files:
            raise TemplateError(path, "it is not there")
        return self._files[path]

    def read_asset(self, path: Path) -> Written | None:
        self.read_assets.append(path.name)
        return self.read(path) if isinstance(self.read(path).body, dict) else None


def stack(file: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "aws:cloudformation:stack",
        "properties": {"templateFile": file},
        "environment": ENVIRONMENT,
        **more,
    }


def stage(folder: str, **properties: str) -> dict[str, Any]:
    return {"type": "cdk:cloud-assembly", "properties": {"directoryName": folder, **properties}}


def assets(*paths: str, **keys: str) -> dict[str, Any]:
    """A manifest of assets, each uploaded under its path or under another key."""
    return {
        "files": {
            path: {"source": {"path": path}, "destinations": {"here": {"objectKey": keys.get(path[:1], path)}}}
            for path in paths
        }
    }


LISTED = {"type": "cdk:asset-manifest", "properties": {"file": "S.assets.json"}}


def body(**resources: Any) -> dict[str, Any]:
    return {"Resources": resources}


def nesting(url: Any, **more: Any) -> dict[str, Any]:
    return {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url}, **more}


def read(files: dict[str, Any], folder: str = "") -> CloudAssemblies[Written]:
    held = InMemory(files)
    found = CloudAssemblies(Files(held.real, held.read, held.read_asset))
    artifacts = artifacts_of(held.read(OUT / folder / MANIFEST))
    assert artifacts is not None
    found.read(OUT / folder, artifacts)
    return found


def templates(files: dict[str, Any], folder: str = "") -> dict[str, Template]:
    found = read(files, folder)
    assert found.unread == []
    return {path.relative_to(OUT).as_posix(): each.template for path, each in found.templates.items()}


def with_assets(own: dict[str, Any], manifest: dict[str, Any], **bodies: Any) -> dict[str, Template]:
    """The templates of an assembly with one stack."""
    files = {"S": stack("S.json"), "S.assets": LISTED}
    found = {f"{name}.json": each for name, each in bodies.items()}
    return templates({MANIFEST: {"artifacts": files}, "S.json": own, "S.assets.json": manifest, **found})


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://bucket/1234.json", id="text"),
        pytest.param({"Fn::Sub": "https://s3.${AWS::Region}.${AWS::URLSuffix}/bucket/1234.json"}, id="sub"),
        pytest.param({"Fn::Join": ["", ["https://s3.", {"Ref": "AWS::Region"}, "/bucket/1234.json"]]}, id="join"),
        pytest.param({"Fn::If": ["Prod", "https://bucket/1234.json", "https://bucket/other.json"]}, id="if"),
        pytest.param({"Fn::Join": ["/", [{"Ref": "Bucket"}, "1234.json"]]}, id="bucket-of-a-parameter"),
    ],
)
def test_a_template_is_nested_where_a_stack_names_its_address(url: Any) -> None:
    found = with_assets(body(N=nesting(url)), assets("a.json", "b.json", a="1234.json"), a=body(A=1), b=body(B=1))

    assert {name: (each.is_for_many, each.place) for name, each in found.items()} == {
        "S.json": (False, PLACE),
        "a.json": (False, PLACE),
        "b.json": (True, UNKNOWN_PLACE),
    }


def test_a_template_is_nested_where_its_path_is_beside_an_address_that_is_not_known() -> None:
    metadata = {"aws:asset:path": "a.json"}
    found = with_assets(body(N=nesting({"Ref": "Url"}, Metadata=metadata)), assets("a.json"), a=body())

    assert [each.is_for_many for each in found.values()] == [False, False]


@pytest.mark.parametrize(
    ("url", "path"), [("https://x/my-a.json", "my-a.json"), ("https://x/a.jsonx/other", "b"), ({"Ref": "Url"}, None)]
)
def test_a_template_whose_name_is_a_part_of_another_is_not_nested(url: Any, path: Any) -> None:
    own = body(
        N=nesting(url, Metadata={"aws:asset:path": path}), M=nesting("", Metadata={"aws:asset:path": ["a.json"]})
    )
    listed = assets("a.json", a="1234/a.json")

    assert [each.is_for_many for each in with_assets(own, listed, a=body()).values()] == [False, True]


@pytest.mark.parametrize(
    "entry",
    [
        {"type": "aws:cdk:asset", "data": {"path": "a.json", "packaging": "zip", "sourceHash": "1"}},
        {"type": "aws:cdk:asset", "data": {"path": "a.json", "packaging": "file"}},
        {"type": "aws:cdk:asset", "data": {"sourceHash": "1", "packaging": "file"}},
        {"type": "aws:cdk:asset", "data": "a.json"},
        {"type": "aws:cdk:logicalId", "data": {"path": "a.json", "packaging": "file", "sourceHash": "1"}},
    ],
)
def test_metadata_lists_no_other_files(entry: Any) -> None:
    artifacts = {"S": stack("S.json", metadata={"/S": [entry]})}

    assert list(templates({MANIFEST: {"artifacts": artifacts}, "S.json": body(), "a.json": body()})) == ["S.json"]


def test_what_a_nested_template_nests_is_nested_and_what_a_product_nests_is_a_part_of_it() -> None:
    own = body(N=nesting("https://x/a.json"), P={"Type": "AWS::ServiceCatalog::CloudFormationProduct"})
    found = with_assets(
        own,
        assets("a.json", "b.json", "c.json", "d.nested.template.json", "e.nested.template.json"),
        a=body(N=nesting("https://x/b.json")),
        b=body(),
        c=body(N=nesting("https://x/d.nested.template.json")),
        **{"d.nested.template": body(), "e.nested.template": body()},
    )

    assert {name[0]: each.is_for_many for name, each in found.items()} == {
        "S": False,
        "a": False,
        "b": False,
        "c": True,
        "d": True,
        "e": False,  # by its name, though nothing is known of its address
    }


def test_only_stacks_nest() -> None:
    product = {"Type": "AWS::ServiceCatalog::CloudFormationProduct", "Properties": {"TemplateURL": "https://x/a.json"}}
    found = with_assets(body(P=product), assets("a.json"), a=body())

    assert [each.is_for_many for each in found.values()] == [False, True]


def test_templates_that_nest_each_other_end() -> None:
    found = with_assets(
        body(N=nesting("x/a.json")),
        assets("a.json", "b.json"),
        a=body(N=nesting("x/b.json")),
        b=body(N=nesting("x/a.json")),
    )

    assert [each.is_for_many for each in found.values()] == [False, False, False]


def test_the_template_of_a_stack_is_no_asset_of_its_own() -> None:
    files = {MANIFEST: {"artifacts": {"S": stack("S.json"), "S.assets": LISTED}}, "S.json": body()}
    held = InMemory({**files, "S.assets.json": assets("S.json")})
    found = CloudAssemblies(Files(held.real, held.read, held.read_asset))
    found.read(OUT, {"S": stack("S.json"), "S.assets": LISTED})

    assert held.read_assets == []
    assert [each.template.is_for_many for each in found.templates.values()] == [False]


def test_an_asset_of_many_stacks_is_read_once() -> None:
    names = [f"S{number}" for number in range(5)]
    artifacts = {name: stack(f"{name}.json") for name in names} | {
        f"{name}.assets": {"type": "cdk:asset-manifest", "properties": {"file": "assets.json"}} for name in names
    }
    held = InMemory({**{f"{name}.json": body() for name in names}, "assets.json": assets("a.json"), "a.json": [1]})
    CloudAssemblies(Files(held.real, held.read, held.read_asset)).read(OUT, artifacts)

    assert held.read_assets == ["a.json"]


@pytest.mark.parametrize(
    ("artifact", "name"),
    [
        (stack("S.json"), "S"),
        (stack("S.json", properties={"templateFile": "S.json", "stackName": "ci"}), "ci"),
        (stack("S.json", properties={"templateFile": "S.json", "stackName": 1}), "S"),
    ],
)
def test_a_stack_has_a_name(artifact: dict[str, Any], name: str) -> None:
    (found,) = templates({MANIFEST: {"artifacts": {"S": artifact}}, "S.json": body()}).values()

    assert (found.stack_name, found.app, found.stage, found.file) == (name, "/app/cdk.out", "", "/app/cdk.out/S.json")


@pytest.mark.parametrize(
    ("environment", "place"),
    [
        (ENVIRONMENT, PLACE),
        ("aws://unknown-account/eu-west-1", Place(None, "eu-west-1")),
        ("aws://111122223333/unknown-region", Place("111122223333", None)),
        ("aws://unknown-account/unknown-region", UNKNOWN_PLACE),
        (None, UNKNOWN_PLACE),
        (["x"], UNKNOWN_PLACE),
    ],
)
def test_a_stack_has_a_place(environment: Any, place: Place) -> None:
    artifacts = {"S": stack("S.json", environment=environment)}

    assert templates({MANIFEST: {"artifacts": artifacts}, "S.json": body()})["S.json"].place == place


STAGES = {
    MANIFEST: {"artifacts": {"S": stack("S.json"), "assembly-P": stage("p", displayName="Group/Prod")}},
    "S.json": body(),
    f"p/{MANIFEST}": {"artifacts": {"T": stack("T.json"), "assembly-I": stage("i")}},
    "p/T.json": body(),
    f"p/i/{MANIFEST}": {"artifacts": {"U": stack("U.json"), "U.assets": {**LISTED}}},
    "p/i/U.json": body(N=nesting("https://x/a.json")),
    "p/i/S.assets.json": assets("../../a.json", ".././../b.json"),
    "a.json": body(),
    "b.json": body(),
}


def test_stages_have_the_paths_that_the_app_gives_them() -> None:
    found = templates(STAGES)

    assert {name: (each.stage, each.app) for name, each in found.items()} == {
        "S.json": ("", "/app/cdk.out"),
        "p/T.json": ("Group/Prod", "/app/cdk.out"),
        "p/i/U.json": ("Group/Prod/assembly-I", "/app/cdk.out"),
        "a.json": ("Group/Prod/assembly-I", "/app/cdk.out"),
        "b.json": ("Group/Prod/assembly-I", "/app/cdk.out"),
    }


@pytest.mark.parametrize("folder", ["p", "p/i"])
def test_a_stage_that_is_read_alone_is_one_of_its_app(folder: str) -> None:
    whole, found = templates(STAGES), templates(STAGES, folder)

    assert found == {name: whole[name] for name in found}
    assert len(found) == (4 if folder == "p" else 3)


@pytest.mark.parametrize("around", [[], {"artifacts": []}, {"artifacts": {"P": 1}}, {"artifacts": {"P": stage("q")}}])
def test_a_manifest_that_does_not_name_a_folder_is_not_that_of_its_app(around: Any) -> None:
    (found,) = templates({MANIFEST: around, **{name: STAGES[name] for name in STAGES if name == "p/T.json"},
                          f"p/{MANIFEST}": {"artifacts": {"T": stack("T.json")}}}, "p").values()  # fmt: skip

    assert (found.app, found.stage) == ("/app/cdk.out/p", "")


def test_a_stage_that_leads_to_itself_is_read_once() -> None:
    artifacts = {"S": stack("S.json"), "assembly-P": stage(".")}

    assert list(templates({MANIFEST: {"artifacts": artifacts}, "S.json": body()})) == ["S.json"]


def test_assets_of_no_stack_are_read() -> None:
    found = templates({MANIFEST: {"artifacts": {"X": LISTED}}, "S.assets.json": assets("a.json"), "a.json": body()})

    assert [(each.is_for_many, each.app) for each in found.values()] == [(True, "/app/cdk.out")]


def test_assets_are_those_of_the_stack_that_depends_on_them() -> None:
    artifacts = {"X": LISTED, "S": stack("S.json", dependencies=["Other", "X"]), "Other": stack("O.json")}
    files = {
        "S.json": body(N=nesting("x/a.json")),
        "O.json": body(),
        "S.assets.json": assets("a.json"),
        "a.json": body(),
    }

    assert {
        name: each.is_for_many for name, each in templates({MANIFEST: {"artifacts": artifacts}, **files}).items()
    } == {
        "S.json": False,
        "a.json": False,
        "O.json": False,
    }


def test_a_nested_template_is_known_where_that_of_its_stack_cannot_be_read() -> None:
    name = "a.nested.template.json"
    found = read(
        {
            MANIFEST: {"artifacts": {"S": stack("S.json"), "S.assets": LISTED}},
            "S.assets.json": assets(name),
            name: body(),
        }
    )

    assert [(each.template.place, each.template.is_for_many) for each in found.templates.values()] == [(PLACE, False)]
    assert [str(each) for each in found.unread] == ["/app/cdk.out/S.json: it is not there"]


AGAIN = "synthesize the app again (cdk synth)"


@pytest.mark.parametrize(
    ("listed", "why"),
    [
        ([], f"it is no manifest of assets: {AGAIN}"),
        ({"files": [1]}, f"it is no manifest of assets: {AGAIN}"),
        ({"files": {"1": 1}}, f"it is no manifest of assets, as its file '1' shows: {AGAIN}"),
        ({"files": {"1": {"source": 1}}}, f"it is no manifest of assets, as its file '1' shows: {AGAIN}"),
        ({"files": {"1": {"source": []}}}, f"it is no manifest of assets, as its file '1' shows: {AGAIN}"),
    ],
)
def test_a_manifest_of_assets_that_is_none_is_named(listed: Any, why: str) -> None:
    artifacts = {"S": stack("S.json"), "S.assets": LISTED}
    found = read({MANIFEST: {"artifacts": artifacts}, "S.json": body(), "S.assets.json": listed})

    assert [path.name for path in found.templates] == ["S.json"]
    assert [str(each) for each in found.unread] == [f"/app/cdk.out/S.assets.json: {why}"]


@pytest.mark.parametrize("own", [[], "text", {"Resources": []}, {"Resources": None}])
def test_a_stack_without_a_template_is_named(own: Any) -> None:
    found = read({MANIFEST: {"artifacts": {"S": stack("S.json")}}, "S.json": own})

    assert found.templates == {}
    assert [each.why for each in found.unread] == ["it is no CloudFormation template: it has no Resources"]
