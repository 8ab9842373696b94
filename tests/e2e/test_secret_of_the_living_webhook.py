"""What is stored is the secret of the webhook that lives, whatever has happened to it and to the handler."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_secretsmanager as secretsmanager

from tests.e2e.faults import FaultPoint, plant
from tests.e2e.stacks import (
    ADOPT,
    NAME,
    TO_MAIN,
    TO_RELEASE,
    add_failure,
    add_webhook,
    edited,
    failure_of,
    hooks,
    identities,
    make_project,
    physical_ids,
    resources,
)
from webhook_constructs import SourceProvider

if TYPE_CHECKING:
    from pathlib import Path

    from webhook_constructs.testing.local import LocalAws

IRELAND = "eu-west-1"
MANUAL: dict[str, Any] = {"manual_creation": True, "allow_new_secret": True}
ENTERPRISE: dict[str, Any] = {"source_provider": SourceProvider.GITHUB_ENTERPRISE}
REFUSED = "its payload URL and secret are not in the secret that was given"
KINDS = [pytest.param(MANUAL, "GITHUB", id="manual"), pytest.param(ENTERPRISE, "GITHUB_ENTERPRISE", id="enterprise")]


class Secrets:
    """Secrets of Secrets Manager, made by hand."""

    def __init__(self, aws: LocalAws) -> None:
        self._client = aws.client("secretsmanager")
        self._aws = aws
        self.arns = [self._client.create_secret(Name=name)["ARN"] for name in ("first", "second")]

    def put(self, number: int, shown: dict[str, Any]) -> None:
        """Store what CodeBuild has shown, by hand."""
        value = json.dumps({name: shown[name] for name in ("payloadUrl", "secret")})
        self._client.put_secret_value(SecretId=self.arns[number], SecretString=value)

    def fits(self, number: int, project: str) -> bool:
        """Whether a secret holds what the living webhook of a project has at its host."""
        value = json.loads(self._client.get_secret_value(SecretId=self.arns[number])["SecretString"])
        hook = self._aws.codebuild.hooks_at_host[project]
        return bool(value == {"payloadUrl": hook.payload_url, "secret": hook.secret})


@pytest.fixture
def secrets(aws: LocalAws) -> Secrets:
    return Secrets(aws)


class Stacks:
    """Stacks with webhooks whose secrets were made by hand, in folders of their own."""

    def __init__(self, folder: Path, secrets: Secrets) -> None:
        self._folder, self._secrets, self._made = folder, secrets, 0
        self.armed = folder / "armed"

    def of(self, *webhooks: tuple[str, int], failing: bool = False, **arguments: Any) -> cdk.Stack:
        """A stack with a webhook for each project, and the number of its secret."""
        self._made += 1
        stack = cdk.Stack(cdk.App(outdir=str(self._folder / str(self._made))), NAME)
        arguments.setdefault("filter_groups", [TO_MAIN])
        last = None
        for index, (project, number) in enumerate(webhooks):
            arn = self._secrets.arns[number]
            secret = secretsmanager.Secret.from_secret_complete_arn(stack, f"Secret{index}", arn)
            last = add_webhook(stack, project, f"Webhook{index}", secret=secret, **arguments)
        if failing and last is not None:
            add_failure(stack, after=last)
        return stack

    def struck(self, stack: cdk.Stack, point: FaultPoint, event: str = "") -> Path:
        """Plant a fault, which strikes the first webhook of a stack at an event."""

        def tag(template: dict[str, Any]) -> None:
            resources(template, "Custom::CodeBuildWebhook")[0]["Properties"]["State"] = f"{self._made}"

        if event:
            self.armed.write_text(f"{event} {self._made}")
        return plant(edited(stack, tag), point, self.armed)


@pytest.fixture
def stacks(tmp_path: Path, secrets: Secrets) -> Stacks:
    return Stacks(tmp_path, secrets)


@pytest.fixture(autouse=True)
def _projects(aws: LocalAws) -> None:
    for name in ("api", "web", "docs"):
        make_project(aws, name)
    make_project(aws, "api", IRELAND)


def make_by_hand(aws: LocalAws, project: str) -> dict[str, Any]:
    groups = [[{"type": "EVENT", "pattern": "PUSH"}]]
    made = aws.client("codebuild").create_webhook(projectName=project, manualCreation=True, filterGroups=groups)
    shown: dict[str, Any] = made["webhook"]
    return shown


class TestAdoption:
    @pytest.mark.parametrize("moves", [False, True], ids=["create", "move"])
    def test_what_was_adopted_by_an_attempt_that_died_stays_adopted(
        self, aws: LocalAws, secrets: Secrets, stacks: Stacks, *, moves: bool
    ) -> None:
        secrets.put(1, make_by_hand(aws, "web"))
        before = identities(aws)
        if moves:
            aws.deploy(stacks.struck(stacks.of(("api", 0), **MANUAL), FaultPoint.BEFORE_THE_ANSWER), NAME)
        stack = stacks.of(("web", 1), on_existing=ADOPT, **MANUAL)

        aws.deploy(stacks.struck(stack, FaultPoint.BEFORE_THE_ANSWER, "Update" if moves else "Create"), NAME)

        assert not stacks.armed.exists()
        assert [physical_id.endswith("#adopted") for physical_id in physical_ids(aws)] == [True]
        aws.delete(NAME)
        assert identities(aws) == before
        assert secrets.fits(1, "web")

    @pytest.mark.parametrize("targets", [("web", "docs"), ("web", "api")], ids=["moves-on", "swapped"])
    def test_a_secret_of_another_project_is_not_taken_for_that_of_the_adopted_webhook(
        self, aws: LocalAws, secrets: Secrets, stacks: Stacks, targets: tuple[str, str]
    ) -> None:
        aws.deploy(stacks.of(("api", 0), ("web", 1), **MANUAL), NAME)
        before = identities(aws)

        failed = failure_of(aws, stacks.of((targets[0], 0), (targets[1], 1), on_existing=ADOPT, **MANUAL))

        assert REFUSED in str(failed)
        assert failed.status == "UPDATE_ROLLBACK_COMPLETE"
        left, log = identities(aws).keys() - before.keys(), "\n".join(aws.log_lines())
        assert before.items() <= identities(aws).items()
        assert all(f"project {name} has a webhook, and nothing proves" in log for name in left)
        assert secrets.fits(0, "api")

    def test_webhooks_that_are_swapped_with_their_secrets_are_adopted(
        self, aws: LocalAws, secrets: Secrets, stacks: Stacks
    ) -> None:
        aws.deploy(stacks.of(("api", 0), ("web", 1), **MANUAL), NAME)
        before = identities(aws)

        aws.deploy(stacks.of(("web", 1), ("api", 0), on_existing=ADOPT, **MANUAL), NAME)

        assert identities(aws) == before
        assert secrets.fits(0, "api")
        assert secrets.fits(1, "web")


class TestRollback:
    @pytest.mark.parametrize(("kind", "source_type"), KINDS)
    def test_a_secret_that_moved_is_not_left_in_the_place_that_is_given_up(
        self, aws: LocalAws, secrets: Secrets, stacks: Stacks, kind: dict[str, Any], source_type: str
    ) -> None:
        make_project(aws, "own", source_type=source_type)
        aws.deploy(stacks.of(("own", 0), **kind), NAME)

        assert failure_of(aws, stacks.of(("own", 1), failing=True, **kind)).status == "UPDATE_ROLLBACK_COMPLETE"

        assert secrets.fits(0, "own")

    @pytest.mark.parametrize(
        ("project", "region"), [pytest.param("web", "", id="project"), pytest.param("api", IRELAND, id="region")]
    )
    def test_the_update_after_a_move_that_was_rolled_back_stores_the_secret_again(
        self, aws: LocalAws, secrets: Secrets, stacks: Stacks, project: str, region: str
    ) -> None:
        """The engine sends no update on the way back: until the next one the deleted webhook's values are stored."""
        aws.deploy(stacks.of(("api", 0), **MANUAL), NAME)
        before = identities(aws)
        failure_of(aws, stacks.of((project, 0), failing=True, region=region, **MANUAL))
        assert identities(aws) == before

        aws.deploy(stacks.of(("api", 0), redeploy_on="1", **MANUAL), NAME)

        assert identities(aws) == before
        assert secrets.fits(0, "api")


class TestEnterprise:
    """Webhooks of GitHub Enterprise that nobody calls manual, whose secret the service shows, or does not."""

    @pytest.fixture(autouse=True)
    def _enterprise(self, aws: LocalAws) -> None:
        for name in ("own", "other"):
            make_project(aws, name, source_type="GITHUB_ENTERPRISE")

    def test_a_webhook_whose_secret_is_elsewhere_is_not_adopted(
        self, aws: LocalAws, secrets: Secrets, stacks: Stacks
    ) -> None:
        stack = stacks.of(("own", 0), **ENTERPRISE)
        aws.deploy(stack, NAME)
        before = identities(aws)
        renamed = stacks.of(on_existing=ADOPT)
        secret = secretsmanager.Secret.from_secret_complete_arn(renamed, "Secret", secrets.arns[1])
        add_webhook(renamed, "own", "New", secret=secret, on_existing=ADOPT, filter_groups=[TO_MAIN], **ENTERPRISE)

        assert REFUSED in str(failure_of(aws, renamed))
        assert identities(aws) == before

        renamed = stacks.of(on_existing=ADOPT)
        secret = secretsmanager.Secret.from_secret_complete_arn(renamed, "Secret", secrets.arns[0])
        add_webhook(renamed, "own", "New", secret=secret, on_existing=ADOPT, filter_groups=[TO_MAIN], **ENTERPRISE)
        aws.deploy(renamed, NAME)
        assert identities(aws) == before
        assert secrets.fits(0, "own")

    def test_another_place_gets_the_secret_of_a_webhook_that_is_created_again(
        self, aws: LocalAws, secrets: Secrets, stacks: Stacks
    ) -> None:
        aws.deploy(stacks.of(("own", 0), **ENTERPRISE), NAME)

        aws.deploy(stacks.of(("own", 1), **ENTERPRISE), NAME)

        assert secrets.fits(1, "own")

    @pytest.mark.parametrize("deleted", [False, True], ids=["replaced", "created-again"])
    def test_a_death_before_the_secret_is_written_is_made_good(
        self, aws: LocalAws, secrets: Secrets, stacks: Stacks, *, deleted: bool
    ) -> None:
        fault = FaultPoint.DURING_THE_SECRET_WRITE
        aws.deploy(stacks.struck(stacks.of(("own", 0), **ENTERPRISE), fault), NAME)
        if deleted:
            aws.client("codebuild").delete_webhook(projectName="own")
        change: dict[str, Any] = {"redeploy_on": "1"} if deleted else {"filter_groups": [], "branch_filter": "^x$"}
        stack = stacks.of(("own", 0), **change, **ENTERPRISE)

        aws.deploy(stacks.struck(stack, fault, "Update"), NAME)

        assert not stacks.armed.exists()
        assert secrets.fits(0, "own")

    def test_a_move_that_was_rolled_back_has_its_secret_stored_again(
        self, aws: LocalAws, secrets: Secrets, stacks: Stacks
    ) -> None:
        aws.deploy(stacks.of(("own", 0), **ENTERPRISE), NAME)
        failure_of(aws, stacks.of(("other", 0), failing=True, **ENTERPRISE))

        aws.deploy(stacks.of(("own", 0), redeploy_on="1", **ENTERPRISE), NAME)

        assert secrets.fits(0, "own")

    def test_a_lost_answer_is_not_taken_for_one_without_a_secret(self, aws: LocalAws, stacks: Stacks) -> None:
        aws.codebuild.fail_next("CreateWebhook", "InternalServerException", "lost", before=False)
        stack = stacks.of()
        add_webhook(stack, "own", filter_groups=[TO_MAIN], **ENTERPRISE)

        assert "nothing keeps it: set secret=True" in str(failure_of(aws, stack))
        assert hooks(aws) == {}

    def test_where_the_service_shows_no_secret_everything_goes_on(self, aws: LocalAws, stacks: Stacks) -> None:
        aws.codebuild.enterprise_returns_secret = False
        aws.deploy(stacks.of(("own", 0), **ENTERPRISE), NAME)
        before = identities(aws)
        for change in ({"filter_groups": [TO_RELEASE]}, {"redeploy_on": "1"}):
            aws.deploy(stacks.of(("own", 0), **change, **ENTERPRISE), NAME)
        failure_of(aws, stacks.of(("other", 0), failing=True, **ENTERPRISE))
        aws.deploy(stacks.of(("own", 0), **ENTERPRISE), NAME)
        assert identities(aws) == before

        for project, number in (("own", 1), ("other", 1)):
            aws.deploy(stacks.of((project, number), **ENTERPRISE), NAME)
        assert list(identities(aws)) == ["other"]
        stack = stacks.of()
        add_webhook(stack, "other", filter_groups=[TO_MAIN], on_existing=ADOPT, **ENTERPRISE)
        aws.deploy(stack, NAME)
        aws.delete(NAME)

    def test_a_lost_answer_without_a_secret_and_a_place_is_made_good(self, aws: LocalAws, stacks: Stacks) -> None:
        aws.codebuild.enterprise_returns_secret = False
        aws.codebuild.fail_next("CreateWebhook", "InternalServerException", "lost", before=False)
        stack = stacks.of()
        add_webhook(stack, "own", filter_groups=[TO_MAIN], **ENTERPRISE)

        aws.deploy(stack, NAME)

        assert physical_ids(aws) == ["own"]
        assert list(identities(aws)) == ["own"]


def test_a_rotation_after_the_secret_was_edited_keeps_the_payload_url(
    aws: LocalAws, secrets: Secrets, stacks: Stacks
) -> None:
    aws.deploy(stacks.of(("api", 0), rotate_secret_on="a", **MANUAL), NAME)
    aws.client("secretsmanager").put_secret_value(SecretId=secrets.arns[0], SecretString='{"note": "x"}')

    aws.deploy(stacks.of(("api", 0), rotate_secret_on="b", **MANUAL), NAME)

    assert secrets.fits(0, "api")


def test_a_create_that_comes_twice_leaves_the_webhook_alone(aws: LocalAws, secrets: Secrets, stacks: Stacks) -> None:
    aws.deploy(stacks.of(("api", 0)), NAME)
    before = identities(aws)
    (create,) = (invocation.event for invocation in aws.lambda_events if invocation.event["RequestType"] == "Create")
    client = aws.client("lambda")
    (function,) = client.list_functions()["Functions"]

    client.invoke(FunctionName=function["FunctionName"], Payload=json.dumps(dict(create)))

    assert identities(aws) == before
    stored = aws.client("secretsmanager").get_secret_value(SecretId=secrets.arns[0])["SecretString"]
    assert json.loads(stored) == {}
