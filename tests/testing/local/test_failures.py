"""What a test can order to fail, and IAM."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from webhook_constructs.testing.local import LocalAws


def error_of(call: Callable[..., Any], **parameters: Any) -> tuple[str, int]:
    with pytest.raises(ClientError) as failed:
        call(**parameters)
    response = failed.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("OAuthProviderException", 400),
        ("ThrottlingException", 400),
        ("AccessDeniedException", 400),
        ("InternalServerException", 500),
        ("ServiceUnavailableException", 503),
    ],
)
def test_an_ordered_failure_has_its_code_and_status(
    aws: LocalAws, codebuild: Any, make_project: Callable[..., str], code: str, status: int
) -> None:
    make_project()
    aws.codebuild.fail_next("CreateWebhook", code, "a message")
    assert error_of(codebuild.create_webhook, projectName="ci") == (code, status)
    assert aws.codebuild.hooks_at_host == {}
    codebuild.create_webhook(projectName="ci")
    assert [call.error for call in aws.codebuild.calls] == [code, None]


def test_a_modelled_failure_is_the_exception_of_the_sdk_with_its_message(
    aws: LocalAws, codebuild: Any, make_project: Callable[..., str]
) -> None:
    make_project()
    aws.codebuild.fail_next("CreateWebhook", "OAuthProviderException", "Repository not found or permission denied.")
    with pytest.raises(codebuild.exceptions.OAuthProviderException) as failed:
        codebuild.create_webhook(projectName="ci")
    assert failed.value.response["Error"]["Message"] == "Repository not found or permission denied."


@pytest.mark.parametrize("operation", ["update_webhook", "delete_webhook"])
def test_a_failure_after_the_fact_loses_only_the_answer(
    aws: LocalAws, codebuild: Any, make_project: Callable[..., str], operation: str
) -> None:
    make_project()
    aws.codebuild.fail_next("CreateWebhook", "InternalServerException", "lost", before=False)
    assert error_of(codebuild.create_webhook, projectName="ci") == ("InternalServerException", 500)
    assert set(aws.codebuild.hooks_at_host) == {"ci"}
    getattr(codebuild, operation)(projectName="ci")


def test_a_lasting_failure_lasts_until_it_is_healed(
    aws: LocalAws, codebuild: Any, make_project: Callable[..., str]
) -> None:
    make_project()
    aws.codebuild.fail_always("CreateWebhook", "OAuthProviderException", "Bad credentials")
    aws.codebuild.fail_next("CreateWebhook", "ThrottlingException", "slow down")
    codes = [error_of(codebuild.create_webhook, projectName="ci")[0] for _ in range(3)]
    assert codes == ["ThrottlingException", "OAuthProviderException", "OAuthProviderException"]
    aws.codebuild.heal()
    codebuild.create_webhook(projectName="ci")


def test_a_lasting_failure_is_of_an_operation_and_a_region_and_ends_with_a_reset(
    aws: LocalAws, codebuild: Any, make_project: Callable[..., str]
) -> None:
    make_project()
    with pytest.raises(ValueError, match="can be made to fail, got 'StartBuild'"):
        aws.codebuild.fail_always("StartBuild", "InternalFailure", "no")
    aws.codebuild.fail_always("CreateWebhook", "InternalFailure", "no", region="eu-west-1")
    codebuild.create_webhook(projectName="ci")
    aws.codebuild.fail_always("DeleteWebhook", "InternalFailure", "no", before=False)
    assert error_of(codebuild.delete_webhook, projectName="ci")[0] == "InternalFailure"
    assert aws.codebuild.hooks_at_host == {}
    aws.reset()
    make_project()
    codebuild.create_webhook(projectName="ci")
    codebuild.delete_webhook(projectName="ci")


def test_a_lasting_failure_begins_when_it_is_said_to(
    aws: LocalAws, codebuild: Any, make_project: Callable[..., str]
) -> None:
    make_project()
    has_expired = [False]
    aws.codebuild.fail_always("CreateWebhook", "OAuthProviderException", "no", when=lambda: has_expired[0])
    codebuild.create_webhook(projectName="ci")
    codebuild.delete_webhook(projectName="ci")
    has_expired[0] = True
    assert error_of(codebuild.create_webhook, projectName="ci")[0] == "OAuthProviderException"


def test_a_host_takes_so_many_writes_a_minute(aws: LocalAws, codebuild: Any, make_project: Callable[..., str]) -> None:
    aws.codebuild.host_writes_per_minute = 2
    make_project()
    codebuild.create_webhook(projectName="ci")
    aws.sleep(30)
    codebuild.update_webhook(projectName="ci", filterGroups=[[{"type": "EVENT", "pattern": "PUSH"}]])
    with pytest.raises(codebuild.exceptions.OAuthProviderException) as failed:
        codebuild.delete_webhook(projectName="ci")
    assert failed.value.response["Error"]["Message"] == "GitHub API limit reached. Please try again later."
    assert set(aws.codebuild.hooks_at_host) == {"ci"}
    aws.sleep(31)
    codebuild.delete_webhook(projectName="ci")
    assert aws.codebuild.hooks_at_host == {}


def test_a_hook_that_an_operator_writes_counts_for_no_limit(
    aws: LocalAws, codebuild: Any, make_project: Callable[..., str]
) -> None:
    aws.codebuild.host_writes_per_minute = 0
    make_project()
    codebuild.create_webhook(projectName="ci", manualCreation=True)
    codebuild.delete_webhook(projectName="ci")


def test_a_webhook_that_takes_its_time_to_go_shows_so_and_is_in_the_way(
    aws: LocalAws, codebuild: Any, make_project: Callable[..., str]
) -> None:
    aws.codebuild.delete_seconds = 30
    make_project()
    codebuild.create_webhook(projectName="ci")
    codebuild.delete_webhook(projectName="ci")
    codebuild.delete_webhook(projectName="ci")
    (project,) = codebuild.batch_get_projects(names=["ci"])["projects"]
    assert project["webhook"]["status"] == "DELETING"
    assert error_of(codebuild.create_webhook, projectName="ci")[0] == "ResourceAlreadyExistsException"
    assert error_of(codebuild.update_webhook, projectName="ci")[0] == "InvalidInputException"
    assert set(aws.codebuild.hooks_at_host) == {"ci"}
    aws.sleep(30)
    assert aws.codebuild.hooks_at_host == {}
    assert "webhook" not in codebuild.batch_get_projects(names=["ci"])["projects"][0]
    codebuild.create_webhook(projectName="ci")


def test_failures_come_as_often_as_ordered_in_the_order_of_their_orders(
    aws: LocalAws, codebuild: Any, make_project: Callable[..., str]
) -> None:
    make_project()
    aws.codebuild.fail_next("BatchGetProjects", "ThrottlingException", "slow down", times=2)
    aws.codebuild.fail_next("BatchGetProjects", "InternalFailure", "oh")
    codes = [error_of(codebuild.batch_get_projects, names=["ci"])[0] for _ in range(3)]
    assert codes == ["ThrottlingException", "ThrottlingException", "InternalFailure"]
    assert len(codebuild.batch_get_projects(names=["ci"])["projects"]) == 1


def test_an_sdk_repeats_a_throttled_call_by_itself(
    aws: LocalAws, make_project: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project()
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    client = boto3.client("codebuild", config=Config(retries={"total_max_attempts": 3}))  # by the environment alone
    aws.codebuild.fail_next("CreateWebhook", "ThrottlingException", "slow down", times=2)
    client.create_webhook(projectName="ci")
    assert [call.error for call in aws.codebuild.calls] == ["ThrottlingException", "ThrottlingException", None]
    client.close()


def test_only_what_is_recorded_can_be_made_to_fail(aws: LocalAws) -> None:
    with pytest.raises(ValueError, match=r"only .*, BatchGetProjects can be made to fail, got 'StartBuild'"):
        aws.codebuild.fail_next("StartBuild", "ThrottlingException", "slow down")


def test_a_failure_is_ordered_at_least_once(aws: LocalAws) -> None:
    with pytest.raises(ValueError, match="a failure can be ordered once or more often, got times=0"):
        aws.codebuild.fail_next("CreateWebhook", "ThrottlingException", "slow down", times=0)


PROJECTS = "arn:aws:codebuild:us-east-1:000000000000:project/"


def allow(actions: str, resources: str | list[str], **extra: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": resources, **extra}


@pytest.fixture
def session_of_role(aws: LocalAws) -> Callable[..., Any]:
    """Return a session of boto3 for a role with some statements."""

    def session(*statements: dict[str, Any]) -> Any:
        trust = {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{aws.account}:root"},
            "Action": "sts:AssumeRole",
        }
        iam = aws.client("iam")
        role = iam.create_role(RoleName="caller", AssumeRolePolicyDocument=document(trust))["Role"]["Arn"]
        iam.put_role_policy(RoleName="caller", PolicyName="own", PolicyDocument=document(*statements))
        credentials = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
        return boto3.session.Session(
            credentials["AccessKeyId"], credentials["SecretAccessKey"], credentials["SessionToken"]
        )

    return session


@pytest.fixture
def client_of_role(session_of_role: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """Return a client of CodeBuild for a role with some statements."""
    clients = []

    def client(*statements: dict[str, Any]) -> Any:
        clients.append(session_of_role(*statements).client("codebuild"))
        return clients[-1]

    yield client
    for made in clients:
        made.close()


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


CREATE = ("create_webhook", {"projectName": "ci"})
READ_BOTH = ("batch_get_projects", {"names": ["ci", "cd"]})


@pytest.mark.parametrize(
    ("call", "statement"),
    [
        pytest.param(CREATE, allow("codebuild:CreateWebhook", PROJECTS + "ci"), id="exact-project"),
        pytest.param(READ_BOTH, allow("codebuild:BatchGetProjects", PROJECTS + "*"), id="every-project"),
        pytest.param(
            READ_BOTH, allow("codebuild:BatchGetProjects", [PROJECTS + "ci", PROJECTS + "cd"]), id="both-projects"
        ),
        pytest.param(
            ("batch_get_projects", {"names": [PROJECTS + "ci"]}),
            allow("codebuild:BatchGetProjects", PROJECTS + "ci"),
            id="by-arn",
        ),
    ],
)
def test_a_call_is_allowed_on_the_projects_that_it_names(
    make_project: Callable[..., str], client_of_role: Callable[..., Any], call: Any, statement: dict[str, Any]
) -> None:
    make_project("ci")
    make_project("cd")
    operation, parameters = call
    getattr(client_of_role(statement), operation)(**parameters)


@pytest.mark.parametrize(
    ("call", "statement", "action", "project"),
    [
        pytest.param(CREATE, allow("codebuild:CreateWebhook", PROJECTS + "cd"), "CreateWebhook", "ci", id="project"),
        pytest.param(CREATE, allow("codebuild:UpdateWebhook", PROJECTS + "ci"), "CreateWebhook", "ci", id="action"),
        pytest.param(
            READ_BOTH, allow("codebuild:BatchGetProjects", PROJECTS + "ci"), "BatchGetProjects", "cd", id="one-of-two"
        ),
    ],
)
def test_a_denial_names_caller_action_and_project_and_is_recorded(  # noqa: PLR0913, PLR0917
    aws: LocalAws,
    make_project: Callable[..., str],
    client_of_role: Callable[..., Any],
    call: Any,
    statement: dict[str, Any],
    action: str,
    project: str,
) -> None:
    make_project("ci")
    make_project("cd")
    operation, parameters = call
    with pytest.raises(ClientError) as denied:
        getattr(client_of_role(statement), operation)(**parameters)
    assert denied.value.response["Error"] == {
        "Code": "AccessDeniedException",
        "Message": "User: arn:aws:sts::000000000000:assumed-role/caller/test is not authorized to perform: "
        f"codebuild:{action} on resource: {PROJECTS}{project} "
        f"because no identity-based policy allows the codebuild:{action} action",
    }
    (recorded,) = aws.codebuild.calls
    assert (recorded.operation, recorded.parameters, recorded.error) == (action, parameters, "AccessDeniedException")


def test_condition_keys_of_create_webhook_count(
    make_project: Callable[..., str], client_of_role: Callable[..., Any]
) -> None:
    make_project()
    condition = {"StringEquals": {"codebuild:manualCreation": "true", "codebuild:buildType": "BUILD"}}
    client = client_of_role(allow("codebuild:CreateWebhook", PROJECTS + "ci", Condition=condition))
    assert error_of(client.create_webhook, projectName="ci", manualCreation=False)[0] == "AccessDeniedException"
    client.create_webhook(projectName="ci", manualCreation=True, buildType="BUILD")


def test_a_role_can_be_denied_a_few_times_and_then_allowed(
    aws: LocalAws, make_project: Callable[..., str], client_of_role: Callable[..., Any]
) -> None:
    make_project()
    client = client_of_role(allow("codebuild:*Webhook", PROJECTS + "ci"))
    aws.deny_next("codebuild:CreateWebhook", times=2)
    messages = []
    for _ in range(2):
        with pytest.raises(ClientError) as denied:
            client.create_webhook(projectName="ci")
        messages.append(denied.value.response["Error"]["Message"])
    client.create_webhook(projectName="ci")
    assert [call.error for call in aws.codebuild.calls] == ["AccessDeniedException", "AccessDeniedException", None]
    assert messages[0].endswith("because no identity-based policy allows the codebuild:CreateWebhook action")


def test_the_administrator_is_never_denied(aws: LocalAws, codebuild: Any, make_project: Callable[..., str]) -> None:
    make_project()
    aws.deny_next("codebuild:CreateWebhook")
    codebuild.create_webhook(projectName="ci")


def test_every_request_counts_as_sent_over_tls(aws: LocalAws, session_of_role: Callable[..., Any]) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="assets")
    insecure = {"Bool": {"aws:SecureTransport": "false"}}
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::assets/*"}
    s3.put_bucket_policy(Bucket="assets", Policy=document({**deny, "Condition": insecure}))
    client = session_of_role(allow("s3:PutObject", "arn:aws:s3:::assets/*")).client("s3")
    client.put_object(Bucket="assets", Key="key", Body=b"")
    client.close()


def test_a_function_calls_with_its_own_role(aws: LocalAws, custom_resource: Callable[..., Any]) -> None:
    code = """
import boto3
def handler(event, context):
    try:
        boto3.client("codebuild").delete_webhook(projectName="ci")
    except Exception as error:
        print(error)
    send(event)
"""
    aws.deploy(custom_resource(code), "Demo")
    (denial,) = [line for line in aws.log_lines() if "AccessDeniedException" in line]
    assert "User: arn:aws:sts::000000000000:assumed-role/Demo-Role-" in denial
