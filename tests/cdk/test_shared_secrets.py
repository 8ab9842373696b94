"""Webhooks that keep their secret in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_secretsmanager as secretsmanager

from tests.cdk.annotated import found
from tests.cdk.apps import add_webhook, github_project, make_stack
from webhook_constructs import CodeBuildWebhook, SourceProvider

if TYPE_CHECKING:
    from collections.abc import Callable


def manual(stack: cdk.Stack, name: str, secret: secretsmanager.ISecret, **arguments: Any) -> CodeBuildWebhook:
    project = codebuild.Project.from_project_name(stack, f"Imported{name}", name)
    return add_webhook(stack, project, name, manual_creation=True, secret=secret, **arguments)


def made_here(stack: cdk.Stack, construct_id: str) -> secretsmanager.ISecret:
    return secretsmanager.Secret(stack, construct_id)


def by_name(stack: cdk.Stack, construct_id: str) -> secretsmanager.ISecret:
    return secretsmanager.Secret.from_secret_name_v2(stack, construct_id, "webhook")


def by_arn(stack: cdk.Stack, construct_id: str) -> secretsmanager.ISecret:
    arn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:webhook-AbCdEf"
    return secretsmanager.Secret.from_secret_complete_arn(stack, construct_id, arn)


class TestTwoWebhooksWithOneSecret:
    @pytest.mark.parametrize("secret", [made_here, by_name, by_arn])
    def test_they_are_errors_that_name_each_other(
        self, secret: Callable[[cdk.Stack, str], secretsmanager.ISecret]
    ) -> None:
        stack = make_stack()
        given = secret(stack, "Secret")
        manual(stack, "First", given)
        manual(stack, "Second", given)

        errors = found(stack, "WH113")
        assert "Stack/Second" in errors["/Stack/First"]
        assert "Stack/First" in errors["/Stack/Second"]

    @pytest.mark.parametrize("secret", [by_name, by_arn])
    def test_they_are_seen_where_the_secret_is_imported_twice(
        self, secret: Callable[[cdk.Stack, str], secretsmanager.ISecret]
    ) -> None:
        stack = make_stack()
        for name in ("First", "Second"):
            manual(stack, name, secret(stack, f"Secret{name}"))

        assert list(found(stack, "WH113")) == ["/Stack/First", "/Stack/Second"]

    @pytest.mark.parametrize("secret", [made_here, by_arn])
    def test_they_are_seen_across_stacks(self, secret: Callable[[cdk.Stack, str], secretsmanager.ISecret]) -> None:
        app = cdk.App()
        one, two = (make_stack(name, app=app) for name in ("One", "Two"))
        given = secret(one, "Secret")
        manual(one, "Webhook", given)
        manual(two, "Webhook", given)

        assert sorted(found(app, "WH113")) == ["/One/Webhook", "/Two/Webhook"]

    def test_the_secret_that_another_webhook_made_is_its_own(self) -> None:
        stack = make_stack()
        project = codebuild.Project.from_project_name(stack, "Imported", "api")
        first = add_webhook(stack, project, "First", manual_creation=True, secret=True)
        assert first.secret is not None
        manual(stack, "Second", first.secret)

        assert list(found(stack, "WH113")) == ["/Stack/First", "/Stack/Second"]

    def test_github_enterprise_shows_a_secret_as_well(self) -> None:
        stack = make_stack()
        given = made_here(stack, "Secret")
        manual(stack, "First", given)
        project = codebuild.Project.from_project_name(stack, "Imported", "web")
        enterprise = SourceProvider.GITHUB_ENTERPRISE
        add_webhook(stack, project, "Second", secret=given, source_provider=enterprise)

        assert list(found(stack, "WH113")) == ["/Stack/First", "/Stack/Second"]

    def test_a_name_is_another_secret_in_each_place_that_the_deployment_decides_on(self) -> None:
        app = cdk.App()
        for name in ("Dev", "Prod"):
            stack = make_stack(name, app=app)
            manual(stack, "Webhook", by_name(stack, "Secret"))

        assert found(app, "WH113") == {}

    def test_an_automatic_webhook_leaves_its_secret_alone(self) -> None:
        stack = make_stack()
        given = made_here(stack, "Secret")
        manual(stack, "First", given)
        add_webhook(stack, github_project(stack), "Second", secret=given)

        assert found(stack, "WH113") == {}

    def test_a_webhook_that_was_taken_out_again_keeps_none(self) -> None:
        stack = make_stack()
        given = made_here(stack, "Secret")
        manual(stack, "First", given)
        manual(stack, "Second", given)
        stack.node.try_remove_child("First")

        assert found(stack, "WH113") == {}
