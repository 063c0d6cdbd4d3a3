# The function, where a bundle is named: npm run lambda makes it.
locals {
  functions = var.lambda_bundle == "" ? [] : [var.lambda_bundle]
}

data "archive_file" "bundle" {
  for_each    = toset(local.functions)
  type        = "zip"
  source_file = each.value
  output_path = "${path.module}/sestrail.zip"
}

data "aws_iam_policy_document" "function" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "function" {
  for_each           = toset(local.functions)
  name               = "${var.name}-function"
  assume_role_policy = data.aws_iam_policy_document.function.json
}

resource "aws_iam_role_policy_attachment" "read" {
  for_each   = toset(local.functions)
  role       = aws_iam_role.function[each.value].name
  policy_arn = aws_iam_policy.read.arn
}

resource "aws_cloudwatch_log_group" "function" {
  for_each          = toset(local.functions)
  name              = "/aws/lambda/${var.name}"
  retention_in_days = 30
}

data "aws_iam_policy_document" "log" {
  statement {
    sid       = "WriteItsLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = [for group in aws_cloudwatch_log_group.function : "${group.arn}:*"]
  }
}

resource "aws_iam_role_policy" "log" {
  for_each = toset(local.functions)
  name     = "log"
  role     = aws_iam_role.function[each.value].name
  policy   = data.aws_iam_policy_document.log.json
}

resource "aws_lambda_function" "files" {
  for_each         = toset(local.functions)
  function_name    = var.name
  role             = aws_iam_role.function[each.value].arn
  runtime          = "nodejs24.x"
  architectures    = ["arm64"]
  handler          = "index.handler"
  filename         = data.archive_file.bundle[each.value].output_path
  source_code_hash = data.archive_file.bundle[each.value].output_base64sha256
  memory_size      = 512
  timeout          = local.function_timeout
  environment {
    variables = var.lambda_environment
  }
  depends_on = [aws_cloudwatch_log_group.function]
}

resource "aws_lambda_event_source_mapping" "files" {
  for_each         = toset(local.functions)
  event_source_arn = aws_sqs_queue.files.arn
  function_name    = aws_lambda_function.files[each.value].arn
  batch_size       = 10
  # Without it the answer of the function is not heeded, and one bad message brings back ten.
  function_response_types = ["ReportBatchItemFailures"]
  scaling_config {
    maximum_concurrency = var.lambda_concurrency
  }
  depends_on = [aws_iam_role_policy_attachment.read]
}
