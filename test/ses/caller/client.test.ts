import { describe, expect, it } from "vitest";
import { readClient } from "../../../src/ses/caller/client.ts";

describe("readClient", () => {
  it.each([
    [
      "aws-cli/2.13.0 Python/3.11.4 Linux/5.15 exe/x86_64 prompt/off command/ses.list-identities",
      "AWS CLI",
      "2.13.0",
    ],
    [
      "aws-cli/2.27.50 md/awscrt#0.26.1 ua/2.1 os/macos#24.5.0 md/arch#arm64 lang/python#3.13.4 md/command#sesv2.get-account",
      "AWS CLI",
      "2.27.50",
    ],
    ["Boto3/1.34.0 md/Botocore#1.34.0 ua/2.0 os/linux lang/python#3.12", "Boto3", "1.34.0"],
    ["Botocore/1.29.3 Python/3.9", "Botocore", "1.29.3"],
    ["aws-sdk-java/unknown-version", "AWS SDK for Java", undefined],
    ["aws-sdk-java/2.20.1 Linux/5.10 OpenJDK", "AWS SDK for Java", "2.20.1"],
    [
      "aws-sdk-js/3.400.0 ua/2.0 os/linux lang/js md/nodejs#20 api/sesv2#3.400.0",
      "AWS SDK for JavaScript",
      "3.400.0",
    ],
    ["aws-sdk-nodejs/2.814.0 linux/v12.19.1 promise", "AWS SDK for JavaScript", "2.814.0"],
    ["aws-sdk-go-v2/1.30.1 os/linux lang/go#1.22 api/sesv2#1.33.0", "AWS SDK for Go", "1.30.1"],
    ["aws-sdk-php/3.300.0 OS/Linux", "AWS SDK for PHP", "3.300.0"],
    ["aws-sdk-ruby3/3.190.0 ua/2.0", "AWS SDK for Ruby", "3.190.0"],
    ["aws-sdk-dotnet-coreclr/3.7.200.0 .NET_Runtime/8.0", "AWS SDK for .NET", "3.7.200.0"],
    ["aws-sdk-rust/1.3.1 os/linux", "AWS SDK for Rust", "1.3.1"],
    [
      "APN/1.0 HashiCorp/1.0 Terraform/1.5.7 (+https://www.terraform.io) terraform-provider-aws/5.31.0 aws-sdk-go-v2/1.24.0",
      "Terraform",
      "1.5.7",
    ],
    ["APN/1.0 Pulumi/1.0 PulumiAws/6.0 aws-sdk-go-v2/1.24.0", "Pulumi", "1.0"],
    ["cloudformation.amazonaws.com", "CloudFormation", undefined],
    ["trustedadvisor.amazonaws.com", "AWS service", undefined],
    ["AWS Internal", "AWS service", undefined],
    ["console.amazonaws.com", "AWS console", undefined],
    ["S3Console/0.4", "AWS console", undefined],
    ["[S3Console/0.4, aws-internal/3 aws-sdk-java/1.11.666]", "AWS console", undefined],
    ["[aws-cli/1.16.1 Python/3.6]", "AWS CLI", "1.16.1"],
    ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36", "Browser", undefined],
    ["curl/8.4.0", "curl", "8.4.0"],
    ["<script>alert(1)</script>", "Other", undefined],
    ["[", "Other", undefined],
  ])("names %s", (userAgent, name, version) => {
    expect(readClient(userAgent, false)).toEqual({ name, version });
  });

  it("knows browsers and AWS's own calls of a console session as the console", () => {
    expect(readClient("Mozilla/5.0 (X11)", true).name).toBe("AWS console");
    expect(readClient("aws-internal/3 aws-sdk-java/1.12", true).name).toBe("AWS console");
    expect(readClient("aws-cli/2.13.0", true).name).toBe("AWS CLI");
  });

  it("remembers without limit of effect: the same answer after thousands of others", () => {
    const before = readClient("aws-cli/2.13.0", false);
    for (let count = 0; count < 5_000; count += 1) readClient(`made-up/${count}`, false);
    expect(readClient("aws-cli/2.13.0", false)).toEqual(before);
  });

  it("keeps versions short, whatever is written there", () => {
    expect(readClient(`aws-cli/2${".1".repeat(500)}`, false).version).toHaveLength(32);
  });
});
